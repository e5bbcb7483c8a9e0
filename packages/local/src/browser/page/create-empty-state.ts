import { createElement } from '../dom/create-element.ts'
import { createSnippet } from '../dom/create-snippet.ts'
import { findElement } from '../dom/find-element.ts'
import { toStartSnippets } from '../model/to-start-snippets.ts'

/** Shows the ways to send a first point as long as there is no chart. */
export function createEmptyState(): (isEmpty: boolean) => void {
  const [panel, ranges] = [findElement('#empty'), findElement('#ranges')]
  return (isEmpty) => {
    panel.hidden = !isEmpty
    ranges.hidden = isEmpty
    const ways = findElement('#ways')
    if (!isEmpty || ways.childElementCount > 0) return
    const { install, reader, curl, fetch } = toStartSnippets(location.origin)
    for (const [title, text] of [
      ['curl', curl],
      ['fetch', fetch],
      ['OpenTelemetry: install', install],
      ['OpenTelemetry: set up', reader],
    ] as const) {
      ways.append(createElement('li', {}, createSnippet(title, text).element))
    }
  }
}
