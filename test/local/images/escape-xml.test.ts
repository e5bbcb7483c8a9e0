import * as fc from 'fast-check'
import { parseXmlDocument } from 'slimdom'
import { describe, expect, it } from 'vitest'
import { escapeXml } from '../../../packages/local/src/images/escape-xml.ts'
import { anyName } from '../support/hostile-names.ts'
import { toXmlText } from '../support/to-xml-text.ts'

describe('escapeXml', () => {
  it('leaves text without markup as it is', () => {
    expect(escapeXml('Größe 漢字 😀 \u202E')).toBe('Größe 漢字 😀 \u202E')
  })

  it('replaces what XML cannot hold, one sign each', () => {
    expect(escapeXml('a\u0000b\u001Bc\uFFFEd\uFFFFe\uD800f\uDC00')).toBe(
      'a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf\uFFFD',
    )
  })

  it('gives a parser the same text back, as content and in attributes of either quote', () => {
    fc.assert(
      fc.property(anyName, (text) => {
        const escaped = escapeXml(text)
        const { documentElement: root } = parseXmlDocument(
          `<a one="${escaped}" two='${escaped}'>${escaped}</a>`,
        )
        const expected = toXmlText(text)
        expect(root?.getAttribute('one')).toBe(expected)
        expect(root?.getAttribute('two')).toBe(expected)
        expect(root?.textContent).toBe(expected)
      }),
      { numRuns: 500 },
    )
  })
})
