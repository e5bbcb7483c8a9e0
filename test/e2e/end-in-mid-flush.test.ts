import { EventEmitter } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { diag, metrics } from '@opentelemetry/api'
import { createSystemClock } from '@spikelog-otel/client/internals'
import { describe, expect, it, onTestFinished } from 'vitest'
import { registerSpikelog } from '../../packages/exporter/src/register/register-spikelog.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { readCsv } from '../support/read-csv.ts'

/** More turns of the microtask queue than there are from a signal to the first post. */
const turns = 80
const quiet = { error() {}, warn() {}, info() {}, debug() {}, verbose() {} }

/** A process of its own as far as the register can tell, whose posts never leave it. */
function useRegistered(file: string) {
  const process = Object.assign(new EventEmitter(), { pid: 4711, execArgv: [], kill: () => true })
  const variables: Record<string, string> = {
    SPIKELOG_API_KEY: 'sk_test',
    SPIKELOG_ENDPOINT: 'http://127.0.0.1:9/',
    SPIKELOG_FALLBACK_CSV: file,
  }
  diag.setLogger(quiet, { suppressOverrideMessage: true })
  registerSpikelog({
    process,
    environment: (name) => variables[name],
    clock: createSystemClock(),
    isMainThread: true,
  })
  return process
}

function leave(): void {
  metrics.disable()
  diag.disable()
  Reflect.deleteProperty(globalThis, Symbol.for('@spikelog-otel/exporter/register'))
}

describe(verifies('processEnd', 'process.exit() in the middle of a flush'), () => {
  it.each(['SIGTERM', 'beforeExit'])(
    'loses nothing, and writes nothing twice, however far the flush of %s got',
    async (event) => {
      const folder = useFolder()
      onTestFinished(leave)
      for (let turn = 0; turn < turns; turn += 1) {
        const file = `${folder}/${turn}.csv`
        const process = useRegistered(file)
        process.on('SIGTERM', () => {})
        metrics.getMeter('app').createCounter('users').add(3)
        const late = metrics.getMeter('late')
        late.createCounter('late').add(4)
        late.createObservableGauge('observed').addCallback(() => Promise.resolve())
        process.emit(event)
        for (let passed = 0; passed < turn; passed += 1) await Promise.resolve()
        process.emit('exit')
        const [, ...rows] = existsSync(file) ? readCsv(readFileSync(file, 'utf8')) : []
        const values = rows.map((row) => row.slice(1, 3).join('=')).toSorted()
        expect({ turn, values }).toEqual({ turn, values: ['late=4', 'users=3'] })
        leave()
      }
    },
  )
})
