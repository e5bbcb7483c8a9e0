import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseEmbedChart } from '../../../../packages/local/src/browser/model/parse-embed-chart.ts'
import { toEmbedSnippets } from '../../../../packages/local/src/browser/model/to-embed-snippets.ts'
import { toStartSnippets } from '../../../../packages/local/src/browser/model/to-start-snippets.ts'

const origin = 'http://127.0.0.1:7745'
const snippetsOf = (chart: string) =>
  toEmbedSnippets({ origin, chart, theme: 'auto', range: 'all' })
const name = fc.oneof(
  fc.string({ unit: 'binary', minLength: 1, maxLength: 50 }),
  fc.string({
    unit: fc.constantFrom(...Array.from('<>"\'&[]()\\`!*_~{}$^:@|#/.?% \u202e\u2069')),
    minLength: 1,
  }),
)

describe('toEmbedSnippets', () => {
  it('makes a sandboxed frame, a picture and a badge', () => {
    expect(snippetsOf('users')).toEqual({
      frameUrl: `${origin}/embed/users`,
      pictureUrl: `${origin}/embed/users.svg`,
      badgeUrl: `${origin}/badge/users.svg`,
      frame: `<iframe src="${origin}/embed/users" title="users" sandbox="allow-scripts" loading="lazy" width="480" height="240" style="border: 0"></iframe>`,
      pictureMarkdown: `![users](${origin}/embed/users.svg)`,
      pictureHtml: `<img src="${origin}/embed/users.svg" alt="users">`,
      badgeMarkdown: `![users](${origin}/badge/users.svg)`,
    })
  })

  it('asks for theme and range where they are chosen', () => {
    const { frameUrl, pictureHtml } = toEmbedSnippets({
      origin,
      chart: '.',
      theme: 'dark',
      range: '6h',
    })
    expect(frameUrl).toBe(`${origin}/embed/-?chart=.&theme=dark&range=6h`)
    expect(pictureHtml).toContain('&#38;theme=dark&#38;range=6h"')
  })

  it('lets no name out of its place', () => {
    fc.assert(
      fc.property(name, (chart) => {
        const { frame, pictureHtml, pictureMarkdown, badgeMarkdown } = snippetsOf(chart)
        expect(frame).toMatch(
          /^<iframe src="[^"<>]+" title="[^"<>]*" sandbox="allow-scripts" [^<>]+><\/iframe>$/,
        )
        expect(pictureHtml).toMatch(/^<img src="[^"<>]+" alt="[^"<>]*">$/)
        for (const markdown of [pictureMarkdown, badgeMarkdown]) {
          // Brackets in the text have a backslash before them, and no backslash is left single.
          expect(markdown).toMatch(/^!\[(?:[^\\[\]<>`]|\\[^a-z0-9])*\]\(http:[^\s()<>]+\)$/su)
        }
        expect(frame + pictureMarkdown).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/u)
      }),
    )
  })

  it('writes addresses that the embed reads the same name from', () => {
    fc.assert(
      fc.property(name, (chart) => {
        expect(parseEmbedChart(new URL(snippetsOf(chart).frameUrl))).toBe(chart)
      }),
      { examples: [['.'], ['..'], ['a/b'], ['a.svg'], ['%41'], ['%']] },
    )
  })
})

describe('parseEmbedChart', () => {
  it('takes an address as it is where it is not encoded', () => {
    expect(parseEmbedChart({ pathname: '/embed/100%', search: '' })).toBe('100%')
    expect(parseEmbedChart({ pathname: '/elsewhere', search: '' })).toBe('')
  })
})

describe('toStartSnippets', () => {
  it('names the running server and never a key', () => {
    const snippets = toStartSnippets(origin)
    for (const text of [snippets.reader, snippets.curl, snippets.fetch]) {
      expect(text).toContain(`${origin}/api/v1/ingest`)
      expect(text).toContain('SPIKELOG_API_KEY')
      expect(text).not.toContain('sk_')
    }
    expect(snippets.reader).not.toContain('allowInsecure')
  })

  it('allows plain HTTP to another machine, which the exporter refuses otherwise', () => {
    expect(toStartSnippets('http://staging:7745').reader).toContain('allowInsecure: true')
    expect(toStartSnippets('https://staging').reader).not.toContain('allowInsecure')
    expect(toStartSnippets('http://localhost:1').reader).not.toContain('allowInsecure')
  })
})
