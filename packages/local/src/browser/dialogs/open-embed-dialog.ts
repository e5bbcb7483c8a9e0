import { type Theme, parseTheme } from '../../view/theme.ts'
import { createElement } from '../dom/create-element.ts'
import { createSnippet } from '../dom/create-snippet.ts'
import { openDialog } from '../dom/open-dialog.ts'
import { toEmbedSnippets } from '../model/to-embed-snippets.ts'

const themes: readonly (readonly [theme: Theme, label: string])[] = [
  ['auto', 'As the reader’s system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
]

/** Shows the texts that put a chart on other pages, with a preview of the pictures. */
export function openEmbedDialog(chart: string, range: string): void {
  const select = createElement('select')
  for (const [theme, label] of themes)
    select.append(createElement('option', { value: theme }, label))
  const picture = createElement('img', { alt: `Picture of ${chart}`, class: 'picture' })
  const badge = createElement('img', { alt: `Badge of ${chart}`, height: '20' })
  const frame = createSnippet('Live frame (HTML)')
  const markdown = createSnippet('Picture (Markdown)')
  const html = createSnippet('Picture (HTML)')
  const badgeMarkdown = createSnippet('Badge (Markdown)')

  const update = () => {
    const theme = parseTheme(select.value)
    const snippets = toEmbedSnippets({ origin: location.origin, chart, theme, range })
    frame.set(snippets.frame)
    markdown.set(snippets.pictureMarkdown)
    html.set(snippets.pictureHtml)
    badgeMarkdown.set(snippets.badgeMarkdown)
    picture.src = snippets.pictureUrl
    badge.src = snippets.badgeUrl
  }
  select.addEventListener('change', update)
  update()

  openDialog(
    'Embed',
    chart,
    createElement('label', { class: 'theme' }, 'Theme ', select),
    frame.element,
    markdown.element,
    html.element,
    picture,
    badgeMarkdown.element,
    badge,
  )
}
