import { fileURLToPath } from 'node:url'
import { runCommand } from './run-command.ts'

/** What npm would publish of a package, as `pnpm pack --json` tells it. */
export interface PackedPackage {
  readonly name: string
  readonly version: string
  readonly filename: string
  /** Of the tarball, in bytes. */
  readonly size: number
  readonly files: readonly { readonly path: string }[]
}

/** Packs a package of the checkout as publishing would: `workspace:` and `catalog:` are replaced. */
export async function packPackage(name: string, destination: string): Promise<PackedPackage> {
  const cwd = fileURLToPath(new URL(`../../../packages/${name}`, import.meta.url))
  const args = ['pack', '--json', '--pack-destination', destination]
  const { code, stdout, stderr } = await runCommand('pnpm', args, { cwd })
  if (code !== 0) throw new Error(`pnpm pack failed in ${cwd}: ${stdout}${stderr}`)
  const packed = JSON.parse(stdout) as PackedPackage
  if (!packed.files.some(({ path }) => /^dist\/(?:index|bin)\.mjs$/u.test(path))) {
    throw new Error(`${packed.name} is not built: run \`npm run build\` first`)
  }
  return packed
}
