import { describe, expect, it } from 'vitest'
import { expectNode } from '../../packages/client/src/expect-node.ts'

describe('a Node that is', () => {
  it.each(['22.19.0', '22.20.1', '24.0.0', '100.1.0'])('new enough is taken: %s', (version) => {
    expect(() => expectNode(version)).not.toThrow()
  })

  it.each(['20.20.2', '22.18.9', '8.0.0'])('too old is refused with what to do: %s', (version) => {
    expect(() => expectNode(version)).toThrow(
      `Expected Node 22.19 or newer, got ${version}. Update Node`,
    )
  })
})
