/** The name under which a chart's points are saved: what file systems and readers may stumble over goes. */
export function toFileName(chart: string, extension: string): string {
  const name = chart.replace(/[^\p{L}\p{N}_-]+/gu, '-').replace(/^-+|-+$/gu, '')
  return `${Array.from(name).slice(0, 60).join('') || 'points'}.${extension}`
}
