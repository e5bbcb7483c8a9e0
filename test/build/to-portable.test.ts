import { describe, expect, it } from 'vitest'
import { toPortable } from '../../packages/build/to-portable.ts'

describe('toPortable', () => {
  it("asks the process for Node's modules, which bundles without `require` can, too", () => {
    const code = 'let os = require("node:os"), undici = require("undici")'
    expect(toPortable(code, { imports: ['node:os', 'undici'], dynamicImports: [] })).toBe(
      'let os = process.getBuiltinModule?.("node:os"), undici = require("undici")',
    )
  })

  it('tries `require` before `import()`', () => {
    const code = 'const it = await import("undici")'
    const portable = toPortable(code, { imports: [], dynamicImports: ['undici'] })
    expect(portable).toMatch(/try \{ const it = require\("undici"\).+catch.+import\("undici"\)/su)
  })

  const imports = ['node:os']
  it.each([
    { what: 'quotes of another kind', code: 'let os = require(`node:os`)' },
    { what: 'a module of a name that is computed', code: 'require("node:os"); require(name)' },
    { what: 'a string that looks like a call', code: 'require("node:os"); say(`import("x")`)' },
    { what: 'a message that names a call', code: 'require("node:os"); say(`require("node:os")`)' },
    { what: 'a module that nobody loads', code: 'let os = {}' },
    { what: 'a module loaded late that is not listed', code: 'require("node:os"); import("x")' },
  ])('fails for $what', ({ code }) => {
    expect(() => toPortable(code, { imports, dynamicImports: [] })).toThrow('Expected the calls')
  })
})
