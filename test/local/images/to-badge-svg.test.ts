import { describe, expect, it } from 'vitest'
import { toBadgeSvg } from '../../../packages/local/src/images/to-badge-svg.ts'
import { hostileNames } from '../support/hostile-names.ts'
import { readSvg } from '../support/read-svg.ts'

const draw = (chart: string, value?: number) =>
  readSvg(toBadgeSvg({ chart, value, theme: 'light' }))
const widthOf = (chart: string, value: number): number =>
  Number(draw(chart, value).root.getAttribute('width'))

describe('a badge', () => {
  it('shows the name and the last value, and says both', () => {
    const { root, texts, title } = draw('users', 1234.5)
    expect(texts).toEqual(['users', '1,235'])
    expect(title).toBe('users')
    expect(root.getAttribute('role')).toBe('img')
    expect(root.getAttribute('aria-label')).toBe('users: 1,235')
  })

  it('shows zero as a value, and says when there is none', () => {
    expect(draw('users', 0).texts[1]).toBe('0')
    expect(draw('users').texts[1]).toBe('no points')
  })

  it('cuts a long name in the picture and keeps it whole in its words', () => {
    const chart = 'requests a second '.repeat(11)
    const { texts, title, root } = draw(chart, 1)
    expect(texts[0]).toMatch(/^[a-z ]{35,50}…$/)
    expect(title).toBe(chart)
    expect(root.getAttribute('aria-label')).toBe(`${chart}: 1`)
  })

  it('grows with its texts', () => {
    expect(widthOf('users online', 1)).toBeGreaterThan(widthOf('users', 1))
    expect(widthOf('users', 1e10)).toBeGreaterThan(widthOf('users', 1))
    expect(widthOf('漢字漢字漢', 1)).toBeGreaterThan(widthOf('users', 1))
  })

  it('stretches no name that has no width', () => {
    expect(draw('\u200B\u200F', 1).all('text')[0]?.getAttribute('textLength')).toBeNull()
  })

  it.each(['users', ...hostileNames])('holds both texts apart, 20 pixels high: %j', (chart) => {
    const { root, all } = draw(chart, -999_999_999_999_999)
    const width = Number(root.getAttribute('width'))
    expect(root.getAttribute('height')).toBe('20')
    expect(root.getAttribute('viewBox')).toBe(`0 0 ${width} 20`)
    expect(width).toBeLessThan(500)
    const [label = 0, message = 0] = all('text').map((text) => Number(text.getAttribute('x')))
    const [labelEnd = 0, messageEnd = 0] = all('text').map(
      (text) => Number(text.getAttribute('x')) + Number(text.getAttribute('textLength')),
    )
    const [, border] = /^M4 0H(\d+)V/.exec(all('path')[0]?.getAttribute('d') ?? '') ?? []
    expect(label).toBeGreaterThanOrEqual(5)
    expect(labelEnd).toBeLessThanOrEqual(Number(border) - 5)
    expect(message).toBeGreaterThanOrEqual(Number(border) + 5)
    expect(messageEnd).toBeLessThanOrEqual(width - 5)
  })
})
