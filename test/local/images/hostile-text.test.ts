import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toBadgeSvg } from '../../../packages/local/src/images/to-badge-svg.ts'
import { toChartSvg } from '../../../packages/local/src/images/to-chart-svg.ts'
import { toMissingChartSvg } from '../../../packages/local/src/images/to-missing-chart-svg.ts'
import { anyName, hostileNames } from '../support/hostile-names.ts'
import { readSvg } from '../support/read-svg.ts'
import { noon, toMinutes } from '../support/to-points.ts'
import { toXmlText } from '../support/to-xml-text.ts'

const draw = (chart: string, values: readonly number[]): string[] => {
  const series = toMinutes(values)
  return [
    toChartSvg({ chart, series, theme: 'light', nowMillis: noon }),
    toMissingChartSvg(chart, 'dark'),
    toBadgeSvg({ chart, value: values.at(-1), theme: 'light' }),
  ]
}

/** `readSvg` throws at anything but the shapes and texts of a picture. */
const expectTextOnly = (chart: string, values: readonly number[]): void => {
  const name = toXmlText(chart)
  for (const svg of draw(chart, values)) {
    const { title, texts, root } = readSvg(svg)
    expect(title).toBe(name)
    expect(texts[0] === name || texts[0]?.endsWith('…')).toBe(true)
    expect(texts[0]?.length).toBeLessThanOrEqual(name.length + 1)
    expect(root.getAttribute('aria-label') ?? `${name}: `).toContain(`${name}: `)
  }
}

describe('a name in a picture', () => {
  it.each(hostileNames)('is text only: %j', (chart) => {
    expectTextOnly(chart, [1, 2, 3, 4])
  })

  it('is text only whatever it is, with any values', () => {
    const value = fc.double({ noNaN: true, noDefaultInfinity: true })
    fc.assert(
      fc.property(anyName, fc.array(value, { maxLength: 8 }), (chart, values) => {
        expectTextOnly(chart, values)
      }),
      { numRuns: 300 },
    )
  })

  it('stands in an element of its own, which keeps its direction of writing to itself', () => {
    const chart = '\u202Etxet live'
    for (const svg of draw(chart, [42])) {
      const { all } = readSvg(svg)
      const [holder, ...others] = all('text').filter((text) => text.textContent?.includes('\u202E'))
      expect(others).toEqual([])
      expect(holder?.textContent).toBe(chart)
      expect(holder?.getAttribute('unicode-bidi')).toBe('isolate')
      expect(all('desc')[0]?.textContent ?? '').not.toContain('\u202E')
    }
  })
})
