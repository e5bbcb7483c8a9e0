import { describe, expect, it } from 'vitest'
import type { Dispatcher } from '../../../packages/client/src/delivery/undici-dispatcher.ts'
import { createUndiciDispatcher } from '../../../packages/client/src/delivery/undici-dispatcher.ts'
import { verifies } from '../../requirements.ts'
import { useServer } from '../support/use-server.ts'
import { useTransport } from '../support/use-transport.ts'

describe(verifies('processEnd', 'a post while undici is still being loaded'), () => {
  it.each(['its time is over', 'it is given up'])('ends when %s, unsent', async (when) => {
    const { endpoint, requests } = await useServer()
    const loading = Promise.withResolvers<Dispatcher>()
    const { post, transport } = useTransport(endpoint, { createDispatcher: () => loading.promise })
    const isTimeout = when === 'its time is over'
    const abort = new AbortController()
    const posted = post({ timeoutMillis: isTimeout ? 20 : 60_000, signal: abort.signal })
    if (!isTimeout) abort.abort()
    const errorType = isTimeout ? 'timeout' : 'aborted'
    expect(await posted).toMatchObject({ kind: 'failure', sent: false, errorType })
    loading.resolve(await createUndiciDispatcher({ connections: 1, connectTimeoutMillis: 1000 }))
    expect(await post()).toMatchObject({ status: 200 })
    expect(requests).toHaveLength(1)
    await transport.close()
  })
  it('has all its time when that is done, on however slow a machine', async () => {
    const { endpoint } = await useServer()
    const { post, transport } = useTransport(endpoint, {
      createDispatcher() {
        const endMillis = performance.now() + 1600
        while (performance.now() < endMillis);
        return createUndiciDispatcher({ connections: 1, connectTimeoutMillis: 1000 })
      },
    })
    expect(await post({ timeoutMillis: 1500 })).toMatchObject({ status: 200 })
    await transport.close()
  })
})
