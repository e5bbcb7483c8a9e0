import { mkdirSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { TestProject } from 'vitest/node'
import { createInstall } from './create-install.ts'
import type { Install } from './create-install.ts'
import { packPackage } from './pack-package.ts'
import type { PackedPackage } from './pack-package.ts'
import { sdkNames, sdks } from './sdks.ts'
import type { SdkName } from './sdks.ts'

/** The install without OpenTelemetry: client, local Spikelog and command line. */
export const plain = 'no OpenTelemetry'

const folder = fileURLToPath(new URL('../../output/tmp/packed', import.meta.url))

type PackedName = 'cli' | 'client' | 'exporter' | 'local'

declare module 'vitest' {
  export interface ProvidedContext {
    readonly packages: Readonly<Record<PackedName, PackedPackage>>
    readonly installs: Readonly<Record<SdkName | typeof plain, Install>>
  }
}

/**
 * Packs the built packages and installs them into empty folders, once for all tests. What npm says
 * is for the tests to judge; only packages that are not built end the run here.
 */
export async function setup(project: TestProject): Promise<void> {
  teardown()
  mkdirSync(folder, { recursive: true })
  try {
    const client = await packPackage('client', folder)
    const exporter = await packPackage('exporter', folder)
    const local = await packPackage('local', folder)
    const cli = await packPackage('cli', folder)
    const tarballs = toFiles([exporter, client])
    const installs: [string, Promise<Install>][] = [
      [plain, createInstall(`${folder}/plain`, {}, toFiles([cli, client, local]))],
    ]
    for (const name of sdkNames) {
      const install = createInstall(
        `${folder}/${name.replaceAll(/\W/gu, '-')}`,
        sdks[name],
        tarballs,
      )
      installs.push([name, install])
      // Two at a time: more are not faster.
      if (installs.length % 2 === 0) await Promise.all(installs.map(([, promise]) => promise))
    }
    const done = await Promise.all(installs.map(async ([name, promise]) => [name, await promise]))
    project.provide('packages', { cli, client, exporter, local })
    project.provide('installs', Object.fromEntries(done))
  } catch (error) {
    teardown()
    throw error
  }
}

function toFiles(packages: readonly PackedPackage[]): string[] {
  return packages.map(({ filename }) => filename)
}

/** Leaves nothing behind. */
export function teardown(): void {
  rmSync(folder, { recursive: true, force: true })
}
