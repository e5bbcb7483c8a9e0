import { spawn } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import type { LocalSpikelog } from '@spikelog-otel/local'
import { useFolder } from '../../client/support/use-folder.ts'
import { root } from './doc-pages.ts'
import type { DocPage } from './doc-pages.ts'
import { readBlocks } from './read-blocks.ts'
import type { ProgramEnd } from './run-program.ts'
import { toLocal } from './shell-rules.ts'

/** A machine on which the jobs of one page run. */
export interface JobMachine {
  /** The same text for this machine: its folders, its Spikelog. */
  readonly toHere: (text: string) => string
  /** Runs program and arguments, with nothing in the environment but what cron sets and what is given. */
  readonly run: (
    words: readonly string[],
    environment?: Readonly<Record<string, string>>,
  ) => Promise<ProgramEnd>
}

/** Where jobs and what they need are, on the machines of the docs. */
const places = ['/usr/local/bin', '/opt/jobs', '/var/lib', '/etc/spikelog.env', '/app']

/**
 * Sets up what a page takes for granted: `node` and `spikelog` on the PATH, an empty home, and the jobs
 * that it names, which do nothing unless the page shows their code.
 */
export function useJobMachine(page: DocPage, local: LocalSpikelog): JobMachine {
  const folder = useFolder()
  for (const place of ['/usr/local/bin', '/opt/jobs', '/var/lib', '/etc', '/home']) {
    mkdirSync(folder + place, { recursive: true })
  }
  symlinkSync(`${folder}/opt/jobs`, `${folder}/app`)
  symlinkSync(process.execPath, `${folder}/usr/local/bin/node`)
  symlinkSync(join(root, 'packages/cli/dist/bin.mjs'), `${folder}/usr/local/bin/spikelog`)
  const toHere = (words: string): string =>
    places.reduce(
      (here, place) => here.replaceAll(new RegExp(`(?<![\\w/])${place}`, 'gu'), folder + place),
      toLocal(words, local),
    )
  writeJobs(page, `${folder}/opt/jobs`)
  writeFileSync(`${folder}/etc/spikelog.env`, `SPIKELOG_API_KEY=${local.apiKey}\n`, { mode: 0o600 })

  async function run(
    words: readonly string[],
    environment: Readonly<Record<string, string>> = {},
  ): Promise<ProgramEnd> {
    const [program = '', ...args] = words.map(toHere)
    const set = Object.entries(environment).map(([name, value]) => [name, toHere(value)])
    const child = spawn(program, args, {
      cwd: `${folder}/opt/jobs`,
      env: {
        PATH: '/usr/bin:/bin',
        SHELL: '/bin/sh',
        LOGNAME: 'ann',
        HOME: `${folder}/home`,
        TMPDIR: process.env['TMPDIR'],
        SPIKELOG_ENDPOINT: local.endpoint,
        ...(Object.fromEntries(set) as Record<string, string>),
      },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 15_000,
      killSignal: 'SIGKILL',
    })
    const exited = new Promise<number | string | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', (code, signal) => resolve(code ?? signal))
    })
    const output = Promise.all([text(child.stdout), text(child.stderr)])
    const [ended, [stdout, stderr]] = await Promise.all([exited, output])
    return { ended, stdout, stderr }
  }

  return { toHere, run }
}

/** The scripts that a page names, as files. */
function writeJobs(page: DocPage, folder: string): void {
  const shown = new Map(readBlocks(page).map((block) => [block.notes.get('file'), block.code]))
  const named = page.text.matchAll(/(?:\/opt\/jobs|\/app|(?<=[\s"])\.)\/([\w-]+\.(?:sh|py))/gu)
  for (const [, name = ''] of named) {
    const code = shown.get(name) ?? '#!/bin/sh\necho done\n'
    writeFileSync(join(folder, name), `${code}\n`, { mode: 0o755 })
  }
  // What they leave behind.
  for (const [, name = ''] of page.text.matchAll(/< ([\w-]+\.csv)\b/gu)) {
    writeFileSync(join(folder, name), 'a\nb\nc\n')
  }
}
