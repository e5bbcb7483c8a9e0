import { describe, expect, it } from 'vitest'
import { toBadgeSvg } from '../../../packages/local/src/images/to-badge-svg.ts'
import { toChartSvg } from '../../../packages/local/src/images/to-chart-svg.ts'
import { toMissingChartSvg } from '../../../packages/local/src/images/to-missing-chart-svg.ts'
import type { Theme } from '../../../packages/local/src/view/theme.ts'
import { readSvg } from '../support/read-svg.ts'
import { noon, toMinutes } from '../support/to-points.ts'
import { toContrast } from '../support/to-contrast.ts'

const series = toMinutes([1, 2, 3, 4])
const picture = { chart: 'users', theme: 'light', nowMillis: noon } as const

const draw = (theme: Theme) => toChartSvg({ ...picture, series, theme })

it('measures contrast as WCAG does', () => {
  expect(toContrast('#000000', '#ffffff')).toBe(21)
  expect(toContrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

describe.each(['light', 'dark', 'auto'] as const)('in the theme %s', (theme) => {
  it.each([
    ['chart', draw(theme), 7],
    ['empty chart', toChartSvg({ ...picture, series: toMinutes([]), theme }), 3],
    ['missing chart', toMissingChartSvg('users', theme), 3],
  ])('every text of a %s stands out from its card', (_, svg, count) => {
    const { all } = readSvg(svg)
    const [card] = all('rect')
    expect([card?.getAttribute('width'), card?.getAttribute('height')]).toEqual(['639', '239'])
    const fills = [...all('text'), ...all('tspan')].flatMap(
      (text) => text.getAttribute('fill') ?? [],
    )
    expect(fills).toHaveLength(count)
    for (const fill of fills) {
      expect(toContrast(fill, card?.getAttribute('fill') ?? '')).toBeGreaterThanOrEqual(4.5)
    }
    // What is not text needs 3:1 (WCAG 2.2, 1.4.11).
    for (const line of all('path')) {
      expect(
        toContrast(line.getAttribute('stroke') ?? '', card?.getAttribute('fill') ?? ''),
      ).toBeGreaterThanOrEqual(3)
    }
  })

  it.each([42, undefined])('both texts of a badge with the value %s stand out', (value) => {
    const { all } = readSvg(toBadgeSvg({ chart: 'users', value, theme }))
    const fillOf = (name: string, index = 0): string => all(name)[index]?.getAttribute('fill') ?? ''
    expect(toContrast(fillOf('text', 0), fillOf('path'))).toBeGreaterThanOrEqual(4.5)
    expect(toContrast(fillOf('text', 1), fillOf('rect'))).toBeGreaterThanOrEqual(4.5)
  })
})

it('draws light and dark apart, and light where the reader decides', () => {
  expect(draw('auto')).toBe(draw('light'))
  expect(draw('dark')).not.toBe(draw('light'))
})
