import { defineConfig } from 'tsdown'

export default defineConfig({
  entry: ['src/index.ts', 'src/bin.ts'],
  format: ['esm'],
  dts: true,
  publint: { strict: true },
  attw: { profile: 'esm-only', level: 'error' },
})
