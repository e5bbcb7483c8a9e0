import { defineConfig } from 'tsdown'
import { oneImplementation } from '../build/one-implementation.ts'

export default defineConfig(
  oneImplementation(new URL('.', import.meta.url), {
    later: {
      loader: 'src/sqlite/load-sqlite-store.ts',
      load: 'loadSqliteStore',
      code: 'src/sqlite/sqlite-store.ts',
      shared: 'src/sqlite/shared.ts',
    },
  }),
)
