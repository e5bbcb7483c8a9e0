import type { Theme } from '../view/theme.ts'
import { escapeXml } from './escape-xml.ts'
import { cardSize } from './to-card-svg.ts'
import { toColors } from './to-colors.ts'
import { toElement } from './to-element.ts'

/** What a picture says where there is no line to draw. */
export function toNotice(message: string, hint: string, theme: Theme): string {
  const colors = toColors(theme)
  const middle = { x: cardSize.width / 2, 'text-anchor': 'middle' }
  return (
    toElement(
      'text',
      { ...middle, y: 134, 'font-size': 18, fill: colors.text },
      escapeXml(message),
    ) +
    toElement('text', { ...middle, y: 158, 'font-size': 13, fill: colors.muted }, escapeXml(hint))
  )
}
