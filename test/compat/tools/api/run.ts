/**
 * Compares what the built packages promise with what is committed in `packages/*\/api.txt`, or with
 * `--update` writes it there. `internals` is no promise to apps and stays out.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readPublicApi } from './read-public-api.ts'

const entries = { client: ['index'], exporter: ['index', 'register'], local: ['index'] }
const isUpdate = process.argv.includes('--update')

for (const [name, files] of Object.entries(entries)) {
  const folder = fileURLToPath(new URL(`../../../../packages/${name}`, import.meta.url))
  const parts = files.map((file) => {
    const entry = file === 'index' ? '' : `/${file}`
    return `# @spikelog-otel/${name}${entry}\n\n${readPublicApi(`${folder}/dist/${file}.d.mts`)}`
  })
  const now = `Written by \`npm run api:update\`, checked by \`npm run api\`.\n\n${parts.join('\n')}`
  const file = `${folder}/api.txt`
  const known = existsSync(file) ? readFileSync(file, 'utf8') : ''
  if (isUpdate) writeFileSync(file, now)
  else if (now !== known) {
    console.error(
      `The public API of @spikelog-otel/${name} is not what packages/${name}/api.txt says:\n` +
        `${toChanges(known, now)}\n` +
        'Is that meant? Then run `npm run api:update`, commit the file and add a changeset.',
    )
    process.exitCode = 1
  }
}

/** Lines that are in one text only, for a first look; `git diff` after an update shows them in place. */
function toChanges(before: string, after: string): string {
  const [old, fresh] = [before.split('\n'), after.split('\n')]
  const gone = old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`)
  const added = fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`)
  return [...gone, ...added].slice(0, 40).join('\n')
}
