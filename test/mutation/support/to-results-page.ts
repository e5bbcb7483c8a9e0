import { isFound } from './match-survivors.ts'
import type { KnownSurvivors } from './match-survivors.ts'
import type { Mutant } from './read-mutants.ts'

/** Says how many of these mutants the tests found. */
export function toScore(mutants: readonly Mutant[]): string {
  const found = mutants.filter(isFound).length
  const percent = ((100 * found) / mutants.length).toFixed(1)
  return `${percent} % (${found} of ${mutants.length} mutants)`
}

/** Writes the page of a whole run. */
export function toResultsPage(
  mutants: readonly Mutant[],
  known: readonly KnownSurvivors[],
  setting: string,
): string {
  const files = [...new Set(mutants.map(({ file }) => file))].sort()
  const rows = files.map((file) => {
    const own = mutants.filter((mutant) => mutant.file === file)
    const count = (fate: Mutant['fate']): number => own.filter((m) => m.fate === fate).length
    const score = ((100 * own.filter(isFound).length) / own.length).toFixed(1)
    return `| ${file} | ${score} | ${count('Killed')} | ${count('Timeout')} | ${count('Survived')} | ${count('NoCoverage')} |`
  })
  const survivors = known.map(
    ({ file, line, becomes, why }) =>
      `- ${file}: ${toCode(line)} → ${becomes.map(toCode).join(', ')}\n\n  ${why}\n`,
  )
  return `# Mutation testing

Written by \`npm run test:mutation\`: ${setting}.

**${toScore(mutants)}** are found by the tests.

| file | score in % | killed | timed out | survived | not covered |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

## Survivors

From \`survivors.json\`; the run fails when one is missing there, or is found after all.

${survivors.join('\n')}`
}

/** Code may hold backticks. */
function toCode(text: string): string {
  return text.includes('`') ? `\`\` ${text} \`\`` : `\`${text}\``
}
