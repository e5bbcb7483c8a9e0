import { mkdirSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { consumer } from './support/consumer.ts'
import { runCommand } from './support/run-command.ts'
import { newestSdks } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

const find = (file: string) => fileURLToPath(new URL(file, import.meta.url))

const newest = find('../../node_modules/typescript/bin/tsc')
const older = find('tools/node_modules/typescript-5/bin/tsc')

/** How users resolve modules, with the files that are an ES module and CommonJS there. */
const resolutions = {
  node16: { options: { module: 'node16' }, files: ['consumer.mts', 'consumer.cts'] },
  nodenext: { options: { module: 'nodenext' }, files: ['consumer.mts', 'consumer.cts'] },
  bundler: {
    options: { module: 'esnext', moduleResolution: 'bundler' },
    files: ['consumer.mts', 'consumer.ts'],
  },
}

const strictest = {
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  target: 'es2023',
  lib: ['es2023'],
  types: ['node'],
  noEmit: true,
  listFiles: true,
}

/** Everything in which the compiler found a fault, with what it read from outside the app. */
async function compile(
  tsc: string,
  app: string,
  name: keyof typeof resolutions,
): Promise<string[]> {
  const { options, files } = resolutions[name]
  const folder = `${app}/types`
  mkdirSync(folder, { recursive: true })
  for (const file of files) writeFileSync(`${folder}/${file}`, consumer)
  const compilerOptions = { ...strictest, ...options }
  writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions, files }))
  const run = await runCommand(process.execPath, [tsc, '-p', '.'], { cwd: folder })
  const lines = `${run.stdout}${run.stderr}`.trim().split('\n')
  for (const file of files) expect(lines).toContain(`${folder}/${file}`)
  const isFine = (line: string) =>
    line.startsWith(`${app}/`) || /^\/.+\/lib\/lib\.[\w.]+\.d\.ts$/u.test(line)
  return [...lines.filter((line) => !isFine(line)), `ended with ${run.code}`]
}

describe.each(newestSdks)(verifies('packages', 'types with %s'), (sdk) => {
  it.each(['node16', 'nodenext', 'bundler'] as const)(
    'fit the app’s SDK under %s',
    async (name) => {
      const { folder } = useInstall(sdk)
      expect(await compile(newest, folder, name)).toEqual(['ended with 0'])
    },
  )

  it('fit it in TypeScript 5.9', async () => {
    const { folder } = useInstall(sdk)
    expect(await compile(older, folder, 'nodenext')).toEqual(['ended with 0'])
  })
})
