import { defineConfig } from 'tsdown'

/**
 * An `await import()` becomes `Promise.resolve().then(() => require())`, in which bundlers of apps
 * do not see the `try` around it. Without the arrow they do.
 */
const requireInPlace = {
  name: 'require-in-place',
  renderChunk: (code: string) => {
    const wrapped =
      /Promise\.resolve\(\)\.then\(\(\) => (?:\/\*.*?\*\/ )?(__toESM\(require\(.+?\), 1\))\)/gu
    return code.replaceAll(wrapped, '$1')
  },
}

export default defineConfig({
  entry: ['src/index.ts', 'src/internals.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  // What users install stays light: types keep the comments, the code is readable without.
  outputOptions: {
    comments: false,
    // CommonJS that loads later does so by `require`: jest knows no `import()`.
    dynamicImportInCjs: false,
  },
  plugins: [requireInPlace],
  // Users still load it from CommonJS; that is a feature, not an oversight.
  checks: { legacyCjs: false },
  publint: { strict: true },
  attw: { profile: 'node16', level: 'error' },
})
