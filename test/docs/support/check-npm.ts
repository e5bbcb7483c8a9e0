import type { Manifest } from './manifests.ts'

/**
 * What is wrong with `npm install …`: packages that nobody has tried, and peers that are not named,
 * which pnpm and yarn do not install by themselves.
 */
export function checkInstall(
  args: readonly string[],
  installed: readonly string[],
  findPackage: (name: string) => Manifest | undefined,
): string[] {
  const names = args.filter((arg) => !['-D', '--save-dev', '-g', '--global'].includes(arg))
  if (names.length === 0) return ['name the packages to install']
  return names.flatMap((name) => {
    const manifest = findPackage(name)
    if (manifest === undefined) {
      return [
        `add \`${name}\` to test/docs/package.json (version \`catalog:\`), so that it is tried`,
      ]
    }
    const peers = Object.keys(manifest.peerDependencies ?? {})
    const missing = peers.filter(
      (peer) =>
        ![...names, ...installed].includes(peer) &&
        manifest.peerDependenciesMeta?.[peer]?.optional !== true,
    )
    return missing.map((peer) => `\`${name}\` needs \`${peer}\`: install it in the same block`)
  })
}

/** What is wrong with `npm run x`, `npm test` and `npm start`. */
export function checkScript(args: readonly string[], manifests: readonly Manifest[]): string[] {
  const [command = '', name = ''] = args
  const script = command === 'run' ? name : command
  if (manifests.some(({ scripts }) => scripts?.[script] !== undefined)) return []
  return [
    `there is no script \`${script}\` in the package.json of this page's folder or of the root`,
  ]
}
