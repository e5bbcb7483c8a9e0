import { defineConfig } from 'tsdown'

/** Each file costs a job half a millisecond and more: what is loaded together is one. */
const together = [
  // What every command uses, beside what it does.
  {
    name: 'common',
    test: /src\/(?:count|environment|exit-code|expect-node|nearest|paint|usage-error)\.ts$/u,
  },
  {
    name: 'client',
    test: /src\/(?:missing-key|open-client|open-store|read-options|store-file)\.ts$/u,
  },
]

/** Each command is a file of its own: what a command does not need is not read. */
export default defineConfig({
  entry: ['src/bin.ts'],
  format: ['esm'],
  dts: false,
  publint: { strict: true },
  outputOptions: { codeSplitting: { groups: together } },
})
