/** What a container of an image runs, with what is set for it. */
export interface ContainerStart {
  /** `ENTRYPOINT` and what is given to it. */
  readonly words: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  /** Files that the image takes from beside its Dockerfile. */
  readonly copied: readonly string[]
  readonly volumes: readonly string[]
  /** What its `RUN` lines do. */
  readonly built: readonly string[]
}

/**
 * Reads a Dockerfile as far as the docs go.
 *
 * @throws Error for an instruction that is none, and for an entry point that a shell would start:
 *   signals would not reach it
 */
export function readDockerfile(code: string): ContainerStart {
  const lines = code
    .replaceAll(/^\s*#.*\n/gmu, '')
    .replaceAll(/\\\n\s*/gu, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
  const found = new Map<string, string[]>()
  for (const line of lines) {
    const [, name = '', rest = ''] = /^([A-Z]+) (.+)$/u.exec(line) ?? []
    if (!instructions.has(name)) throw new Error(`\`${line}\` is no line of a Dockerfile`)
    found.set(name, [...(found.get(name) ?? []), rest])
  }
  if (!lines[0]?.startsWith('FROM ')) throw new Error('a Dockerfile begins with FROM')
  const last = (name: string): string => found.get(name)?.at(-1) ?? '[]'
  return {
    words: [...toWords(last('ENTRYPOINT')), ...toWords(last('CMD'))],
    environment: Object.fromEntries(
      (found.get('ENV') ?? []).map((set) => [
        set.slice(0, set.indexOf('=')),
        set.slice(set.indexOf('=') + 1),
      ]),
    ),
    copied: (found.get('COPY') ?? []).flatMap((words) => words.split(' ').slice(0, -1)),
    volumes: found.get('VOLUME') ?? [],
    built: found.get('RUN') ?? [],
  }
}

const instructions = new Set([
  'FROM',
  'RUN',
  'WORKDIR',
  'COPY',
  'ENV',
  'VOLUME',
  'USER',
  'ENTRYPOINT',
  'CMD',
])

function toWords(json: string): string[] {
  const words: unknown = JSON.parse(json)
  if (Array.isArray(words) && words.every((word) => typeof word === 'string')) return words
  throw new Error(`Expected an array of words, got \`${json}\``)
}
