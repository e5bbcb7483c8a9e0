import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (file: string) => fileURLToPath(new URL(`packages/${file}.ts`, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests read the sources; what is built is tried by test/compat.
    alias: [
      { find: /^@spikelog-otel\/(client|exporter|local)$/, replacement: source('$1/src/index') },
      { find: /^@spikelog-otel\/(client)\/(internals)$/, replacement: source('$1/src/$2') },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
