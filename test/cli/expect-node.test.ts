import { describe, expect, it } from 'vitest'
import packageJson from '../../packages/cli/package.json' with { type: 'json' }
import { expectNode } from '../../packages/cli/src/expect-node.ts'

const oldest = packageJson.engines.node.replace('>=', '')

describe('a Node', () => {
  it.each([`${oldest}.0`, '22.20.0', '24.0.0', process.versions.node])('%s will do', (version) => {
    expect(() => expectNode(version)).not.toThrow()
  })

  it.each(['22.18.9', '20.20.2', '18.19.0'])('%s is too old, which is said', (version) => {
    const message = `Expected Node ${oldest} or newer, got ${version}.`
    expect(() => expectNode(version)).toThrow(message)
  })
})
