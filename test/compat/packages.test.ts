import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, inject, it } from 'vitest'
import { verifies } from '../requirements.ts'
import { plain } from './support/global-setup.ts'
import { readInstalled } from './support/read-installed.ts'
import { sdkNames } from './support/sdks.ts'
import { useInstall } from './support/use-install.ts'

const names = ['cli', 'client', 'exporter', 'local'] as const

type Manifest = Readonly<Record<string, unknown>> & {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** The folder of a package as npm unpacked it. */
function folderOf(name: string): string {
  const { folder } = useInstall(name === 'client' || name === 'exporter' ? 'newest SDK 3' : plain)
  return `${folder}/node_modules/@spikelog-otel/${name}`
}

const read = (name: string, file: string) => readFileSync(join(folderOf(name), file), 'utf8')
const manifestOf = (name: string) => JSON.parse(read(name, 'package.json')) as Manifest

/** All strings at the leaves of `exports` and of `bin`. */
function targetsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return Object.values(value ?? {}).flatMap(targetsOf)
}

describe.each(names)(verifies('packages', 'what is published of %s'), (name) => {
  it('is what was built, README, licence and changelog, and nothing else', () => {
    const files = readdirSync(folderOf(name), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folderOf(name).length + 1))
    expect(files).toEqual(expect.arrayContaining(['LICENSE', 'README.md', 'package.json']))
    const known =
      /^(?:LICENSE|README\.md|CHANGELOG\.md|package\.json|dist\/[\w-]+\.(?:d\.)?[cm](?:js|ts)|dist\/browser\/[a-z]+\.(?:js|css|html|svg)(?:\.br|\.gz)?)$/u
    expect(files.filter((file) => !known.test(file))).toEqual([])
  })

  it('says under which licence, and where its whole text is', () => {
    const licence = read(name, 'LICENSE')
    expect(licence).toMatch(/Apache License,?\s+Version 2\.0/u)
    expect(licence).toMatch(/https?:\/\/www\.apache\.org\/licenses\/LICENSE-2\.0\n/u)
    const whole = readFileSync(new URL('../../LICENSE', import.meta.url), 'utf8')
    expect(whole).toContain('END OF TERMS AND CONDITIONS')
  })

  it('holds nothing of the workspace', () => {
    const text = read(name, 'package.json')
    expect(text).not.toMatch(/"(?:workspace|catalog|link|file):/u)
    const files = readdirSync(join(folderOf(name), 'dist')).filter((file) => /\.[cm]/u.test(file))
    for (const file of files) expect(read(name, `dist/${file}`)).not.toMatch(/sourceMappingURL/u)
  })

  it('has every file that it names', () => {
    const { exports, bin, main, module, types } = manifestOf(name)
    const targets = targetsOf([exports, bin, main, module, types].filter(Boolean))
    // Nobody imports the command line.
    expect(targets.length).toBeGreaterThan(name === 'cli' ? 1 : 2)
    for (const target of targets) expect(read(name, target).length).toBeGreaterThan(0)
  })

  it('tells npm and its readers where it comes from and what it needs', () => {
    const url = 'https://github.com/spikelog-otel/spikelog-otel'
    expect(manifestOf(name)).toMatchObject({
      repository: { type: 'git', url: `git+${url}.git`, directory: `packages/${name}` },
      homepage: `${url}/tree/main/packages/${name}#readme`,
      bugs: `${url}/issues`,
      license: 'Apache-2.0',
      publishConfig: { access: 'public', provenance: true },
      engines: { node: '>=22.19' },
      type: 'module',
      sideEffects: expect.toSatisfy((value) => value === false || Array.isArray(value)),
      keywords: expect.arrayContaining(['spikelog', 'metrics']),
      description: expect.stringMatching(/^.{20,140}$/u),
    })
  })
})

describe(verifies('lightness', 'client and exporter'), () => {
  it('take at most 60 kB together, packed', () => {
    const { client, exporter } = inject('packages')
    expect(client.size).toBeGreaterThan(10_000)
    expect(exporter.size).toBeGreaterThan(10_000)
    expect(client.size + exporter.size).toBeLessThanOrEqual(60_000)
  })

  it.each(sdkNames)('bring an app with %s no other package than undici', (sdk) => {
    const { folder, dependencies } = useInstall(sdk)
    const installed = readInstalled(folder).map((path) => path.replace('node_modules/', ''))
    expect(installed).toEqual(expect.arrayContaining(Object.keys(dependencies)))
    const others = installed.filter(
      (name) => !/^@opentelemetry\/|^@types\/|^undici-types$/u.test(name),
    )
    expect(others.sort()).toEqual(['@spikelog-otel/client', '@spikelog-otel/exporter', 'undici'])
  })

  it('have lines that a terminal shows, since Node prints that of an error nobody catches', () => {
    for (const name of ['client', 'exporter']) {
      const lines = read(name, 'dist/implementation.cjs').split('\n')
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(2000)
    }
  })
})

describe(verifies('packages', 'versions'), () => {
  it('are the same of all packages, and those that build on the client want exactly that', () => {
    const version = inject('packages').client.version
    expect(names.map((name) => manifestOf(name).version)).toEqual(names.map(() => version))
    const client = { '@spikelog-otel/client': version }
    expect(manifestOf('exporter').dependencies).toEqual(client)
    expect(manifestOf('cli').dependencies).toEqual({ ...client, '@spikelog-otel/local': version })
  })

  it('of what apps bring are ranges that leave the choice to them', () => {
    expect(manifestOf('client').dependencies).toEqual({ undici: expect.stringMatching(/^\^8\./u) })
    expect(manifestOf('exporter').peerDependencies).toEqual({
      '@opentelemetry/api': '^1.9.0',
      '@opentelemetry/sdk-metrics': '^2.0.0 || ^3.0.0',
    })
  })
})
