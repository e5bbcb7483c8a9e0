/** Reads the name of an embed's chart from its address, as `toChartUrl` wrote it. */
export function parseEmbedChart({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string {
  const named = new URLSearchParams(search).get('chart')
  if (named !== null) return named
  const [, encoded = ''] = /\/embed\/(.*)$/u.exec(pathname) ?? []
  try {
    return decodeURIComponent(encoded)
  } catch {
    return encoded
  }
}
