/** The checks of the docs' jobs: each of them finds the mistake it is for. */
import { describe, expect, it } from 'vitest'
import { useLocal } from '../support/use-local.ts'
import { useJobMachine } from './support/job-machine.ts'
import { checkContainer, checkUnits } from './support/job-rules.ts'
import { readCrontab } from './support/read-crontab.ts'
import { readCommands } from './support/shell-commands.ts'
import { toRuns } from './support/to-runs.ts'

const fence = '```'
const page = (...lines: string[]) => ({ file: 'docs/page.md', text: lines.join('\n') })

function toWorkflow(job: string): string {
  return ['on: {schedule: [cron: 0 3 * * *]}', 'jobs:', '  a:', '    runs-on: x', job].join('\n')
}

describe('jobs', () => {
  it('of a crontab have its variables, and are what cron makes of the line', () => {
    const crontab = 'A="x y"\n\n# why\n*/5 1-3 * * 0,7  date +\\%F > a\nB = 1\n@daily  b'
    expect(readCrontab(crontab)).toEqual([
      {
        lineOffset: 3,
        schedule: '*/5 1-3 * * 0,7',
        command: 'date +%F > a',
        environment: { A: 'x y' },
      },
      { lineOffset: 5, schedule: '@daily', command: 'b', environment: { A: 'x y', B: '1' } },
    ])
  })

  it.each([
    ['crontab', '60 * * * *  job', 'cron cannot read `60 * * * *  job`'],
    ['crontab', '* * * 13 *  job', 'cron cannot read'],
    ['crontab', '* * * *  job', 'cron cannot read'],
    ['crontab', '*/0 * * * *  job', 'cron cannot read'],
    ['crontab', '@nightly  job', 'cron cannot read'],
    ['crontab', '* * * * *  date +%F', 'a bare `%` ends the command'],
    ['crontab', 'PATH=$HOME/bin', 'cron expands nothing'],
    ['yaml', 'on:\n  schedule:\n    - cron: "@daily"', 'Expected `on: schedule: cron:`'],
    ['yaml', 'on: [\n', 'at line 2'],
    ['dockerfile', 'RUN a', 'begins with FROM'],
    ['dockerfile', 'FROM a\nENTRYPOINT a b', 'is not valid JSON'],
    ['dockerfile', 'FROM a\nSTART a', '`START a` is no line'],
  ])('must be read by who runs them: %s %s', (language, code, problem) => {
    expect(() => toRuns({ language, code })).toThrow(problem)
  })

  it('of a workflow are its steps, with the one secret that there is', () => {
    const steps = '    env: {A: "${{ secrets.B }}"}\n    steps: [run: a, uses: a/b@v1]'
    expect(toRuns({ language: 'yaml', code: toWorkflow(steps) })).toMatchObject([
      { words: ['bash', '-e', '-c', 'a'], environment: { A: '${{ secrets.B }}' } },
    ])
  })

  it.each([
    ['steps: [{}]', 'either `uses` or `run`'],
    ['steps: [uses: a/b]', 'with its version, got `a/b`'],
    ['env: {}', '`runs-on` and `steps`'],
  ])('of a workflow must be what GitHub takes: %s', (line, problem) => {
    expect(() => toRuns({ language: 'yaml', code: toWorkflow(`    ${line}`) })).toThrow(problem)
  })

  it('run as on a machine of their own, where nothing is set', async () => {
    const local = await useLocal()
    const text = [`${fence}bash`, 'echo shown', fence, '/opt/jobs/other.sh'].join('\n')
    const machine = useJobMachine(
      { file: 'page.md', text: `<!-- file: a.sh -->\n${text} ./a.sh` },
      local,
    )
    const print = 'echo "$PATH $SPIKELOG_API_KEY $A"; ./a.sh; /opt/jobs/other.sh; exit 3'
    const end = await machine.run(['/bin/sh', '-c', print], { A: '/opt/jobs' })
    const stdout = `/usr/bin:/bin  ${machine.toHere('/opt/jobs')}\nshown\ndone\n`
    expect(end).toEqual({ ended: 3, stdout, stderr: '' })
  })

  it('are named as the page shows them', () => {
    const text = [
      '<!-- file: a.timer -->',
      `${fence}ini`,
      fence,
      'docker build -t image .',
      `${fence}dockerfile`,
      'FROM a',
      'VOLUME /data',
      fence,
    ]
    const attemptAll = (code: string) =>
      readCommands(code).flatMap((command) =>
        command.words[0] === 'docker'
          ? checkContainer(command, page(...text))
          : checkUnits(command, page(...text)),
      )
    expect(attemptAll('systemctl start a.timer && docker run -v x:/data image')).toEqual([])
    expect(attemptAll('systemctl start b.timer && docker run -v x:/other other')).toEqual([
      'the page shows no `b.timer`',
      'the page builds `image`',
      'the image keeps nothing in `/other`',
    ])
  })
})
