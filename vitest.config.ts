import { mkdirSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const path = (file: string) => fileURLToPath(new URL(file, import.meta.url))

/** Tests read the sources; what is built is tried by test/compat. */
export const sources = [
  {
    find: /^@spikelog-otel\/(client|exporter|local)$/,
    replacement: path('packages/$1/src/index.ts'),
  },
  {
    find: /^@spikelog-otel\/client\/internals$/,
    replacement: path('packages/client/src/internals.ts'),
  },
  {
    find: /^@spikelog-otel\/local\/cli$/,
    replacement: path('packages/local/src/cli/run-cli.ts'),
  },
]

/** The oldest supported SDK instead of the newest, for the tests and for the exporter alike. */
const oldestSdk = {
  find: /^@opentelemetry\/(api|core|exporter-metrics-otlp-http|sdk-metrics)$/,
  replacement: path('test/compat/sdk-2/node_modules/@opentelemetry/$1'),
}

/** Temporary files of the tests stay in the checkout. */
const temporaryFolder = path('test/output/tmp')
mkdirSync(temporaryFolder, { recursive: true })

/**
 * For what tests start in processes of their own, hundreds of times from the same sources: compiled
 * once. What is tried as users start it, of packed packages or by `exec`, is given no such variable.
 */
const compiledOnce = { NODE_COMPILE_CACHE: path('test/output/compiled') }

const test = {
  env: { TMPDIR: temporaryFolder },
  // Campaigns in full take their time.
  testTimeout: process.env['SOAK'] === '1' ? 600_000 : 20_000,
  hookTimeout: 20_000,
  restoreMocks: true,
  unstubEnvs: true,
}

/** Two at a time on two cores, too: many wait for processes and sockets more than they compute. */
const sideBySide = { maxWorkers: Math.max(2, availableParallelism() - 1) }

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { alias: sources },
        test: {
          ...test,
          name: 'newest SDK',
          ...sideBySide,
          env: { ...test.env, ...compiledOnce },
          include: ['test/**/*.test.ts'],
          exclude: ['test/browser/**', 'test/compat/**', 'test/output/**', '**/node_modules/**'],
        },
      },
      {
        resolve: { alias: [...sources, oldestSdk] },
        test: {
          ...test,
          name: 'SDK 2.0.0',
          ...sideBySide,
          // For what tests start in processes of their own.
          env: { ...test.env, ...compiledOnce, OLDEST_SDK: '2.0.0' },
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/demo.test.ts'],
        },
      },
      {
        resolve: { alias: sources },
        test: {
          ...test,
          name: 'browser',
          include: ['test/browser/**/*.test.ts'],
          // Some look at thirty pages one after the other.
          testTimeout: 90_000,
          // After the others, and few at once: what is shown in time is measured here. A page waits
          // more than it computes, though: two at a time leave half of two cores idle.
          sequence: { groupOrder: 1 },
          maxWorkers: 3,
        },
      },
      {
        resolve: { alias: sources },
        test: {
          ...test,
          name: 'packed',
          include: ['test/compat/*.test.ts'],
          globalSetup: 'test/compat/support/global-setup.ts',
          testTimeout: 60_000,
          sequence: { groupOrder: 2 },
          maxWorkers: 2,
        },
      },
    ],
  },
})
