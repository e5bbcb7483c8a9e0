import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: { index: 'src/index.ts' },
  format: {
    esm: { entry: { index: 'src/index.ts', register: 'src/register.ts' } },
    cjs: {
      entry: {
        index: 'src/index.ts',
        register: 'src/register-commonjs.ts',
        'register-here': 'src/register/register-here.ts',
      },
    },
  },
  // Stays a `require` of its own, so that the entry can catch what it throws.
  deps: { neverBundle: ['./register-here.cjs'] },
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
