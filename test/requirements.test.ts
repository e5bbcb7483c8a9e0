import { globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { requirements } from './requirements.ts'

const folder = fileURLToPath(new URL('.', import.meta.url))
const tests = globSync('**/*.test.ts', {
  cwd: folder,
  exclude: ['**/node_modules/**', 'output/**'],
})
const marked = tests.flatMap((file) => {
  const text = readFileSync(`${folder}/${file}`, 'utf8')
  return [...text.matchAll(/verifies\('(\w+)'/gu)].map(([, id]) => id)
})

it.each(Object.entries(requirements))('%s has a test: %s', (id) => {
  expect(marked).toContain(id)
})
