import { parseTheme } from '../view/theme.ts'
import { findElement } from './dom/find-element.ts'
import { parseEmbedChart } from './model/parse-embed-chart.ts'
import { createEmbed } from './page/create-embed.ts'

const name = parseEmbedChart(location)
const search = new URLSearchParams(location.search)
const theme = parseTheme(search.get('theme'))
if (theme !== 'auto') document.documentElement.dataset['theme'] = theme
document.title = name
createEmbed({
  name,
  range: search.get('range'),
  token: findElement('meta[name=spikelog-token]').getAttribute('content') ?? '',
})
