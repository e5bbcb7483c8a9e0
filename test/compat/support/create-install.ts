import { mkdirSync, writeFileSync } from 'node:fs'
import { runCommand } from './run-command.ts'

/** A folder into which npm installed, and all that npm had to say. */
export interface Install {
  readonly folder: string
  readonly dependencies: Readonly<Record<string, string>>
  readonly code: number | string
  /** Warnings and errors, without those about the settings of this machine's npm. */
  readonly complaints: readonly string[]
}

const quiet = ['--prefer-offline', '--no-audit', '--no-fund', '--no-update-notifier']

/**
 * An app of its own: npm installs what the app has, and then, as a user would who adds them to it,
 * the packed packages.
 */
export async function createInstall(
  folder: string,
  dependencies: Readonly<Record<string, string>>,
  tarballs: readonly string[],
): Promise<Install> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, JSON.stringify({ private: true, dependencies }))
  const first = await npmInstall(folder, [])
  const second = first.code === 0 ? await npmInstall(folder, tarballs) : first
  const complaints = [first, second].flatMap(({ stderr }) => toComplaints(stderr))
  return { folder, dependencies, code: second.code, complaints }
}

function npmInstall(cwd: string, tarballs: readonly string[]) {
  return runCommand('npm', ['install', ...quiet, ...tarballs], { cwd })
}

function toComplaints(stderr: string): string[] {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '')
  return lines.filter((line) => !/^npm warn Unknown \w+ config /u.test(line))
}
