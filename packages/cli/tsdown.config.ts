import { defineConfig } from 'tsdown'

/** Each command is a file of its own: what a command does not need is not read. */
export default defineConfig({
  entry: ['src/bin.ts'],
  format: ['esm'],
  dts: false,
  publint: { strict: true },
})
