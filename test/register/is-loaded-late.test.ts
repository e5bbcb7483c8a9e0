import { describe, expect, it } from 'vitest'
import { isLoadedLate } from '../../packages/exporter/src/register/is-loaded-late.ts'

const ours = '@spikelog-otel/exporter/register'
const theirs = '@opentelemetry/auto-instrumentations-node/register'

describe('isLoadedLate', () => {
  it.each([
    ['theirs first', `--import ${theirs} --import ${ours}`],
    ['theirs first, with `=`', `--import=${theirs} --import=${ours}`],
    ['theirs first, in quotes', `--import "${theirs}" --import "${ours}"`],
    ['theirs by -r, which goes before --import', `--import ${ours} -r ${theirs}`],
    ['theirs by --require', `--import ${ours} --enable-source-maps --require ${theirs}`],
  ])('is true for %s', (_what, flags) => {
    expect(isLoadedLate(flags)).toBe(true)
  })

  it.each([
    ['ours first', `--import ${ours} --import ${theirs}`],
    ['ours by --require', `--import ${theirs} --require ${ours}`],
    ['ours twice', `--import ${ours} --import ${theirs} --import ${ours}`],
    ['ours alone', `--import ${ours}`],
    ['theirs alone, ours in a file that nobody can look into', `--import ${theirs}`],
    ['no flags', ''],
  ])('is false for %s', (_what, flags) => {
    expect(isLoadedLate(flags)).toBe(false)
  })
})
