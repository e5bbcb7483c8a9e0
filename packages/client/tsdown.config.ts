import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/internals.ts'],
  format: ['esm', 'cjs'],
  dts: true,
  sourcemap: true,
  // Users still load it from CommonJS; that is a feature, not an oversight.
  checks: { legacyCjs: false },
  publint: { strict: true },
  attw: { profile: 'node16', level: 'error' },
})
