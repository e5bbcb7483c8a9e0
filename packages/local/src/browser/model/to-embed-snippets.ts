import { toChartUrl } from '../../view/chart-url.ts'
import type { Theme } from '../../view/theme.ts'
import { escapeHtml } from './escape-html.ts'
import { escapeMarkdown } from './escape-markdown.ts'

/** What is asked of an embed. */
export interface EmbedChoice {
  /** Where the server is, such as `http://127.0.0.1:7745`. */
  origin: string
  chart: string
  theme: Theme
  /** As it stands in the address, such as `6h`; `all` is what embeds show anyway. */
  range: string
}

/** Addresses of a chart's embeds, and the text that puts them on a page. */
export interface EmbedSnippets {
  frameUrl: string
  pictureUrl: string
  badgeUrl: string
  frame: string
  pictureMarkdown: string
  pictureHtml: string
  badgeMarkdown: string
}

/** Makes the texts with which a chart is embedded elsewhere. */
export function toEmbedSnippets({ origin, chart, theme, range }: EmbedChoice): EmbedSnippets {
  const toUrl = (target: 'embed' | 'svg' | 'badge') => {
    const url = new URL(toChartUrl(target, chart), origin)
    if (theme !== 'auto' && target !== 'badge') url.searchParams.set('theme', theme)
    if (range !== 'all' && target !== 'badge') url.searchParams.set('range', range)
    // What URLs allow but Markdown and quotes give a meaning.
    return url.href.replace(/[!'()*]/gu, (character) => `%${character.charCodeAt(0).toString(16)}`)
  }
  const [frameUrl, pictureUrl, badgeUrl] = [toUrl('embed'), toUrl('svg'), toUrl('badge')]
  const [html, markdown] = [escapeHtml(chart), escapeMarkdown(chart)]
  return {
    frameUrl,
    pictureUrl,
    badgeUrl,
    frame: `<iframe src="${escapeHtml(frameUrl)}" title="${html}" sandbox="allow-scripts" loading="lazy" width="480" height="240" style="border: 0"></iframe>`,
    pictureMarkdown: `![${markdown}](${pictureUrl})`,
    pictureHtml: `<img src="${escapeHtml(pictureUrl)}" alt="${html}">`,
    badgeMarkdown: `![${markdown}](${badgeUrl})`,
  }
}
