import { parseXmlDocument, type Element } from 'slimdom'

/** All that a picture may be made of; anything else came out of somebody's text. */
const allowed: Record<string, string> = {
  svg: 'xmlns viewBox width height role aria-label font-family font-size x y',
  title: '',
  desc: '',
  rect: 'x y width height rx fill stroke',
  text: 'x y font-size font-weight fill unicode-bidi text-anchor textLength lengthAdjust',
  tspan: 'dx font-size font-weight fill',
  path: 'd fill fill-opacity stroke stroke-width stroke-linejoin',
  circle: 'cx cy r fill stroke stroke-width',
}

/** A picture as a strict parser of XML sees it. */
export interface ReadSvg {
  root: Element
  title: string
  /** What is drawn as text, in the order of the document. */
  texts: string[]
  all: (name: string) => Element[]
}

/** Reads a picture; throws when it is no XML or holds anything but shapes and text. */
export function readSvg(text: string): ReadSvg {
  const document = parseXmlDocument(text)
  const root = document.documentElement
  if (!root) throw new Error('There is no root element')
  const all = (name: string): Element[] => root.getElementsByTagName(name)
  for (const element of [root, ...all('*')]) expectAllowed(element)
  if (document.childNodes.length > 1) throw new Error('There is something beside the root')
  const texts = all('text').map(({ textContent }) => textContent ?? '')
  return { root, title: all('title')[0]?.textContent ?? '', texts, all }
}

function expectAllowed(element: Element): void {
  const names = allowed[element.nodeName]?.split(' ')
  if (!names) throw new Error(`Unexpected element ${element.nodeName}`)
  for (const { name, value } of element.attributes) {
    if (!names.includes(name)) throw new Error(`Unexpected attribute ${name}`)
    if (/url\(|NaN|Infinity|undefined/.test(value) && name !== 'aria-label') {
      throw new Error(`Unexpected value ${name}="${value}"`)
    }
  }
}
