import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { useLocal } from '../../support/use-local.ts'
import { toEnd, useExec } from './support/use-exec.ts'

const recorder = fileURLToPath(new URL('support/record-start.ts', import.meta.url))

/** The program’s own files, and what Linux tells of the process. */
function isOfUse(event: string): boolean {
  return (
    /^(?:load|file) file:.*\/packages\/cli\/dist\/[\w-]+\.mjs$/u.test(event) ||
    ['load node:os', 'load node:tty'].includes(event) ||
    event.startsWith('file /proc/self/')
  )
}

describe(verifies('exec', 'the job starts'), () => {
  it('before anything is loaded, opened or asked for that it does not need', async () => {
    const { endpoint, points } = await useLocal()
    const exec = useExec(endpoint.replace('127.0.0.1', 'localhost'))
    const by = [process.execPath, '--import', recorder] as const
    const stdio = ['ignore', 'pipe', 'pipe', 'pipe'] as const
    const child = exec.start(['--name', 'job', '--', 'true'], { by: [...by], stdio: [...stdio] })
    const record = child.stdio[3]
    if (record === null || record === undefined || !('setEncoding' in record)) throw new Error()
    let text = ''
    record.setEncoding('utf8').on('data', (piece: string) => {
      text += piece
    })
    expect(await toEnd(child)).toMatchObject({ code: 0, stderr: '' })
    const events = JSON.parse(text) as string[]
    const start = events.findIndex((event) => event.startsWith('start true'))
    expect(events.slice(0, start).filter((event) => !isOfUse(event))).toEqual([])
    const after = events.slice(start).join('\n')
    for (const seen of ['/client/dist/', 'connect ', 'lookup localhost'])
      expect(after).toContain(seen)
    expect(points('job')).toHaveLength(1)
  })
})
