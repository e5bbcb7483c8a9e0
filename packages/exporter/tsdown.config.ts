import { defineConfig } from 'tsdown'
import type { UserConfig } from 'tsdown'
import { oneImplementation } from '../build/one-implementation.ts'

/** `/register` loads the rest late, as the other entries do, so that it can catch what that throws. */
function register(format: 'cjs' | 'esm', source: string): UserConfig {
  const loaded = format === 'cjs' ? './loaded.cjs' : './loaded.mjs'
  return {
    entry: { register: source },
    format,
    dts: false,
    minify: true,
    outputOptions: { comments: false },
    plugins: [
      {
        name: 'load-late',
        resolveId: (id) =>
          id.endsWith('/register-here.ts') ? { id: loaded, external: true } : null,
      },
    ],
    checks: { legacyCjs: false },
  }
}

export default defineConfig([
  ...oneImplementation(new URL('.', import.meta.url), {
    peers: ['@opentelemetry/api', '@opentelemetry/sdk-metrics'],
    brief: ['formatChartRule', 'parseChartRule', 'ExportResult'],
  }),
  register('esm', 'src/register.ts'),
  register('cjs', 'src/register-commonjs.ts'),
])
