import { findElement } from '../dom/find-element.ts'
import { type RangeChoice, parseRangeChoice } from '../model/range-choices.ts'

/** Keeps the choice of a time range in the page's address, so that it survives a reload and is shared. */
export function createRangeControl(onChange: () => void): () => RangeChoice {
  const group = findElement('#ranges')
  const url = new URL(location.href)
  let range = parseRangeChoice(url.searchParams.get('range'))
  for (const input of group.querySelectorAll('input')) input.checked = input.value === range
  group.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return
    range = parseRangeChoice(target.value)
    if (range === 'all') url.searchParams.delete('range')
    else url.searchParams.set('range', range)
    history.replaceState(undefined, '', url)
    onChange()
  })
  return () => range
}
