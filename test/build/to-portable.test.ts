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

  it('calls functions of other modules in as few characters as can be', () => {
    const nothing = { imports: [], dynamicImports: [] }
    expect(toPortable('return (0, fs.statSync)(path)', nothing)).toBe('return fs.statSync(path)')
    expect(toPortable('x = (0, n.x)((0, n.y)(z))', nothing)).toBe('x = n.x(n.y(z))')
    const others = 'f(0, n.x)(y); f()(0, n.x)(y); f[0](0, n.x)(y); (1, n.x)(y); (0, n.x)'
    expect(toPortable(others, nothing)).toBe(others)
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
