import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { useLocal } from '../support/use-local.ts'
import { verifies } from '../requirements.ts'
import { nodes } from './support/nodes.ts'
import { runCommand } from './support/run-command.ts'
import { useInstall } from './support/use-install.ts'
import { plain } from './support/global-setup.ts'

const bin = 'node_modules/.bin/spikelog'

describe.each(nodes)(verifies('cli', 'the command line packed, on Node $version'), ({ path }) => {
  it('says nothing when all is well, and posts', async () => {
    const { folder } = useInstall(plain)
    const local = await useLocal()
    const HOME = mkdtempSync(`${tmpdir()}/home-`)
    const env = { HOME, SPIKELOG_ENDPOINT: local.endpoint, SPIKELOG_API_KEY: local.apiKey }
    const run = (...args: string[]) => runCommand(path, [bin, ...args], { cwd: folder, env })
    const silent = { code: 0, stdout: '', stderr: '' }
    expect(await run('add', 'jobs', '2', '--now')).toEqual(silent)
    expect(await run('record', 'seconds', '1.5', '--now')).toEqual(silent)
    expect(await run('set', 'cold', '-5', '--now')).toEqual(silent)
    const posted = local.charts().map(({ chart, lastValue }) => [chart, lastValue])
    expect(posted).toEqual([
      ['jobs', 2],
      ['seconds', 1.5],
      ['cold', -5],
    ])
  })
})
