/**
 * For `node --import`: prints, when the process ends, what was loaded, opened and connected to before
 * the first child process was started and after it.
 */
import childProcess from 'node:child_process'
import dns from 'node:dns'
import fs from 'node:fs'
import { registerHooks, syncBuiltinESMExports } from 'node:module'
import net from 'node:net'
import { inspect } from 'node:util'

const events: string[] = []
registerHooks({
  load(url, context, nextLoad) {
    events.push(`load ${url}`)
    return nextLoad(url, context)
  },
})

function toText(value: unknown): string {
  if (value instanceof URL) return value.href
  return typeof value === 'string' ? value : inspect(value)
}

/** Notes each call, with its first argument. */
function watch(target: object, names: readonly string[], event: string): void {
  for (const name of names) {
    const original: unknown = Reflect.get(target, name)
    if (typeof original !== 'function') throw new Error(`There is no ${name}`)
    Reflect.set(target, name, function (this: unknown, ...args: unknown[]): unknown {
      events.push(`${event} ${toText(args[0])}`)
      return Reflect.apply(original, this, args)
    })
  }
}
watch(
  fs,
  ['open', 'openSync', 'readFile', 'readFileSync', 'statSync', 'lstatSync', 'mkdirSync'],
  'file',
)
watch(fs, ['accessSync', 'existsSync', 'readdirSync', 'writeFileSync', 'appendFileSync'], 'file')
watch(fs.promises, ['open', 'readFile', 'writeFile', 'mkdir', 'stat'], 'file')
watch(net.Socket.prototype, ['connect'], 'connect')
watch(dns, ['lookup'], 'lookup')
watch(childProcess, ['spawn', 'spawnSync'], 'start')
syncBuiltinESMExports()

// The process goes on as a shell: no listener of its end is called.
const execve = process.execve?.bind(process)
process.execve = (...args) => {
  fs.writeSync(3, JSON.stringify(events))
  return execve?.(...args) as never
}
