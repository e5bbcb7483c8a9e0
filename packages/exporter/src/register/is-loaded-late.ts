const theirs = '@opentelemetry/auto-instrumentations-node'
const ours = '@spikelog-otel/exporter/register'

/**
 * Whether Node's flags, those of NODE_OPTIONS first, load the auto-instrumentations before our
 * register. Node loads what `--require` names before what `--import` names. Where the flags don't name
 * both, as when a set-up file imports them, nothing is known, and nothing is late.
 */
export function isLoadedLate(flags: string): boolean {
  const loads = [...flags.matchAll(/(?:^|\s)(--require|-r|--import)[\s=]"?([^\s"]+)/gu)]
  const inOrder = loads
    .map(([, flag, name = '']) => ({ name, isImport: flag === '--import' }))
    .toSorted((a, b) => Number(a.isImport) - Number(b.isImport))
    .map(({ name }) => name)
  const theirsAt = inOrder.findIndex((name) => name.startsWith(theirs))
  const oursAt = inOrder.findIndex((name) => name.startsWith(ours))
  return theirsAt !== -1 && theirsAt < oursAt
}
