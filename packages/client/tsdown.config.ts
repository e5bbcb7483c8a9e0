import { defineConfig } from 'tsdown'

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
  // Users still load it from CommonJS; that is a feature, not an oversight.
  checks: { legacyCjs: false },
  publint: { strict: true },
  attw: { profile: 'node16', level: 'error' },
})
