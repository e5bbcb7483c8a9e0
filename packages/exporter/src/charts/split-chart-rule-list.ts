/**
 * Splits rules separated by commas, as `SPIKELOG_CHARTS` holds them. A comma within a rule is
 * written `%2C`. Blanks around a rule don't matter and empty entries (a trailing comma) are skipped.
 */
export function splitChartRuleList(text: string): string[] {
  return text
    .split(',')
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')
}
