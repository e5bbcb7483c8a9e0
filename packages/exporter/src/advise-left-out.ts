/** Says which rule to write for charts that were left out. */
export function adviseLeftOut(
  charts: readonly string[],
  { prefix, hasRules }: { readonly prefix: string | undefined; readonly hasRules: boolean },
): string {
  const [first = ''] = charts
  const metric =
    prefix !== undefined && first.startsWith(`${prefix}.`) ? first.slice(prefix.length + 1) : first
  const rule = `charts: ['${metric}', …] (or SPIKELOG_CHARTS=${metric},…)`
  return hasRules
    ? `Rules come first in their order: to chart one of them, name it earlier: ${rule}.`
    : `To choose what is charted, name it, at most as many as you have charts: ${rule}.`
}
