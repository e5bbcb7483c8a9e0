import { expect, it } from 'vitest'
import { isLoopbackHost } from '../../../packages/local/src/http/is-loopback-host.ts'

it.each(['127.0.0.1', '127.1.2.3', '::1', '[::1]', '::ffff:127.0.0.1', 'localhost', 'a.LOCALHOST'])(
  'takes %s for this machine',
  (host) => {
    expect(isLoopbackHost(host)).toBe(true)
  },
)

it.each(['0.0.0.0', '::', '10.0.0.1', '127.0.0.1.nip.test', 'localhost.test', '', '1127.0.0.1'])(
  'takes %j for another machine',
  (host) => {
    expect(isLoopbackHost(host)).toBe(false)
  },
)
