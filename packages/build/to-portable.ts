/** What a chunk loads from outside, as Rolldown lists it. */
export interface Loaded {
  /** At once. */
  readonly imports: readonly string[]
  /** Late. */
  readonly dynamicImports: readonly string[]
}

/**
 * Makes CommonJS that runs wherever it ends up. A bundle that is an ES module has no `require` for
 * Node's own modules; Node versions too old for the other way get to the line that says so.
 *
 * What is loaded late is so by `require`, since jest has no `import()`, and otherwise by `import()`, for
 * such a bundle beside which it is installed. Both stand where bundlers see that they may fail.
 *
 * @throws Error where the code loads something in another way than this knows, or only seems to
 */
export function toPortable(code: string, { imports, dynamicImports }: Loaded): string {
  expectAll(code, 'require', imports)
  expectAll(code, 'import', dynamicImports)
  return callDirectly(code)
    .replaceAll(/\brequire\(("node:[^"]+")\)/gu, 'process.getBuiltinModule?.($1)')
    .replaceAll(
      /\bimport\(("[^"]+")\)/gu,
      `(() => {
        try { const it = require($1); return { ...it, default: it } }
        catch (error) { return import($1).catch(() => { throw error }) }
      })()`,
    )
}

/**
 * Calls functions of other modules as theirs: `(0, fs.statSync)(path)` keeps from them a `this` which none
 * of them asks for.
 */
function callDirectly(code: string): string {
  return code.replaceAll(/(?<![\w$)\]])\(0, ([\w$]+\.\w+)\)(?=\()/gu, '$1')
}

/**
 * Code is rewritten as text: a string that looks like a call would be, too, and a call written
 * otherwise would not.
 */
function expectAll(code: string, call: 'require' | 'import', modules: readonly string[]): void {
  const found = code.match(new RegExp(String.raw`\b${call}\s*\([^)]*\)?`, 'gu')) ?? []
  const expected = modules.map((name) => `${call}("${name}")`)
  if (String(found.toSorted()) === String(expected.toSorted())) return
  throw new Error(`Expected the calls ${expected.join(', ')} in the code, got ${found.join(', ')}`)
}
