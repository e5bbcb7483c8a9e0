import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (name: string) =>
  fileURLToPath(new URL(`packages/${name}/src/index.ts`, import.meta.url))

export default defineConfig({
  resolve: {
    // Tests read the sources; what is built is tried by test/compat.
    alias: {
      '@spikelog-otel/client': source('client'),
      '@spikelog-otel/exporter': source('exporter'),
      '@spikelog-otel/local': source('local'),
    },
  },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 20_000,
    restoreMocks: true,
    unstubEnvs: true,
  },
})
