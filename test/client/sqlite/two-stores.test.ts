import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { nodes } from '../../compat/support/nodes.ts'
import { verifies } from '../../requirements.ts'
import { useFolder } from '../support/use-folder.ts'

const script = fileURLToPath(new URL('support/two-stores.ts', import.meta.url))

// The SQLite of Node 22 does not notice that it has lost its locks.
describe.each(nodes)(
  verifies('shortLived', 'two stores that one process has on one file, on Node $version'),
  ({ path: node }) => {
    it('keep what they take while other processes come and go', () => {
      const args = ['--no-warnings', '--experimental-strip-types', script, `${useFolder()}/store`]
      expect(execFileSync(node, args, { encoding: 'utf8' })).toBe('6\n')
    })
  },
)
