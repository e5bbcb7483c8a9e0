import { escapeXml } from './escape-xml.ts'

/** Attributes by name; those that are `undefined` are left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>

/**
 * Writes one XML element. Attributes are escaped; the content is markup already: other elements, or
 * text that went through `escapeXml`.
 */
export function toElement(name: string, attributes: Attributes, content = ''): string {
  let tag = `<${name}`
  for (const [key, value] of Object.entries(attributes)) {
    if (value !== undefined) tag += ` ${key}="${escapeXml(String(value))}"`
  }
  return content === '' ? `${tag}/>` : `${tag}>${content}</${name}>`
}
