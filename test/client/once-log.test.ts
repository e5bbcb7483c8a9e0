import { describe, expect, it } from 'vitest'
import { useClient } from '../support/use-client.ts'

describe('a message that is said once', () => {
  it('is not lost among those of another kind, however many names a program invents', () => {
    const { client, logger } = useClient()
    for (let id = 0; id < 5000; id += 1) client.add(`job ${id}\n`.repeat(2))
    expect(logger.lines).toHaveLength(1000)
    client.add('users', Number.NaN)
    client.add('users', Number.NaN)
    expect(logger.lines).toHaveLength(1001)
    expect(client.health().dropped).toEqual({ chart_name: 5000, nonfinite: 2 })
  })
})
