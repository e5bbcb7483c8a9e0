import type { LookupFunction } from 'node:net'
import { Agent } from 'undici'
import type { Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'

const noDns = `
  import dns from 'node:dns'
  dns.lookup = (name, options, callback) => {
    const error = Object.assign(new Error('getaddrinfo ENOTFOUND ' + name), { code: 'ENOTFOUND' })
    process.nextTick(callback, error)
  }
`

/** Nobody knows the server's name. */
export async function prepareNoName(finished: Finished): Promise<Scene> {
  const local = await useLocalOf(finished)
  let isKnown = true
  const lookup: LookupFunction = (name, _options, callback) => {
    const error = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' })
    if (isKnown) callback(null, [{ address: '127.0.0.1', family: 4 }])
    else callback(error, [])
  }
  const dispatcher = new Agent({ connect: { lookup } })
  finished(() => dispatcher.destroy())
  return {
    local: () => local,
    // The only name that plain HTTP is allowed to.
    endpoint: local.endpoint.replace('127.0.0.1', 'localhost'),
    dispatcher,
    child: { files: { 'no-dns.mjs': noDns }, imports: ['./no-dns.mjs'] },
    start: () => {
      isKnown = false
    },
    end: () => {
      isKnown = true
    },
  }
}
