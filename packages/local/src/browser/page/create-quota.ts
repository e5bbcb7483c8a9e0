import { findElement } from '../dom/find-element.ts'
import { setText } from '../dom/set-text.ts'

/** Shows how many of the account's charts are in use. */
export function createQuota(): (used: number, limit: number) => void {
  const [text, meter, bar] = [
    findElement('#quota-text'),
    findElement('#quota-meter'),
    findElement('#quota-bar'),
  ]
  return (used, limit) => {
    setText(text, `${used} of ${limit} charts used`)
    meter.setAttribute('aria-valuenow', String(used))
    meter.setAttribute('aria-valuemax', String(limit))
    meter.classList.toggle('full', used >= limit)
    bar.style.width = `${Math.min(100, (100 * used) / limit)}%`
  }
}
