import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { fileURLToPath } from 'node:url'
import { expect, it, onTestFinished } from 'vitest'
import { runCommand } from './support/run-command.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = ['cli', 'client', 'exporter', 'local']

/** A repository with the manifests of this one and one change to release. */
async function useRepository(): Promise<{
  readonly folder: string
  readonly run: (command: string, ...args: string[]) => Promise<string>
}> {
  const folder = mkdtempSync(`${tmpdir()}/release-`)
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const run = async (command: string, ...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(command, args, { cwd: folder })
    expect(code, `${command} ${args.join(' ')}: ${stdout}${stderr}`).toBe(0)
    return stdout
  }
  for (const file of ['package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml']) {
    cpSync(`${root}${file}`, `${folder}/${file}`)
  }
  for (const name of names) {
    mkdirSync(`${folder}/packages/${name}`, { recursive: true })
    cpSync(`${root}packages/${name}/package.json`, `${folder}/packages/${name}/package.json`)
  }
  mkdirSync(`${folder}/.changeset`)
  cpSync(`${root}.changeset/config.json`, `${folder}/.changeset/config.json`)
  const change = "---\n'@spikelog-otel/client': minor\n---\n\nSomething users notice.\n"
  writeFileSync(`${folder}/.changeset/one.md`, change)
  await run('git', 'init', '--quiet', '--initial-branch=main')
  await run('git', 'add', '--all')
  const author = [
    '-c',
    'user.name=release',
    '-c',
    'user.email=release@localhost',
    '-c',
    'commit.gpgsign=false',
  ]
  await run('git', ...author, 'commit', '--quiet', '--message=changes')
  return { folder, run }
}

it('a release gives all packages one new version, each a changelog, which is published', async () => {
  const { folder, run } = await useRepository()
  const manifestOf = (name: string) =>
    JSON.parse(readFileSync(`${folder}/packages/${name}/package.json`, 'utf8')) as {
      version: string
    }
  const before = manifestOf('client').version
  await run(process.execPath, `${root}node_modules/@changesets/cli/bin.js`, 'version')

  const { version } = manifestOf('client')
  const [major, minor] = before.split('.').map(Number)
  expect(version).toBe(`${major}.${(minor ?? 0) + 1}.0`)
  expect(names.map((name) => manifestOf(name).version)).toEqual(names.map(() => version))
  const changelog = readFileSync(`${folder}/packages/client/CHANGELOG.md`, 'utf8')
  expect(changelog).toMatch(/^- [\da-f]{7}: Something users notice\.$/mu)

  mkdirSync(`${folder}/packages/exporter/node_modules/@spikelog-otel`, { recursive: true })
  const link = `${folder}/packages/exporter/node_modules/@spikelog-otel/client`
  symlinkSync(`${folder}/packages/client`, link)
  const packed = JSON.parse(
    await run('pnpm', '--dir', `${folder}/packages/exporter`, 'pack', '--json'),
  ) as { version: string; filename: string; files: { path: string }[] }
  expect(packed.version).toBe(version)
  expect(packed.files.map(({ path }) => path)).toContain('CHANGELOG.md')
})
