import type { LocalSpikelog } from '@spikelog-otel/local'
import { describe, expect, it } from 'vitest'
import { verifies } from '../../requirements.ts'
import { postPoint } from '../support/post-point.ts'
import { useLocalSpikelog } from '../support/use-local-spikelog.ts'

const pages = ['/', '/embed/users', '/embed/none', '/embed/%3Cscript%3E?theme=%22&range=%3E']

async function useCharted(): Promise<LocalSpikelog> {
  const spikelog = await useLocalSpikelog({ apiKey: 'sk_unseen' })
  await postPoint(spikelog, { chart: 'users', value: 42 })
  return spikelog
}

/** The policy as directives with their values. */
function policyOf(response: Response): Map<string, string> {
  const policy = response.headers.get('content-security-policy') ?? ''
  return new Map(
    policy.split('; ').map((directive) => {
      const [name = '', ...values] = directive.split(' ')
      return [name, values.join(' ')]
    }),
  )
}

describe(verifies('strictPages', 'pages'), () => {
  it.each(pages)('%s loads its own files and nothing inline', async (path) => {
    const { url } = await useCharted()
    const response = await fetch(url + path)
    const html = await response.text()
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ])
    const policy = policyOf(response)
    for (const [directive, value] of Object.entries({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'connect-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
    })) {
      expect([directive, policy.get(directive)]).toEqual([directive, value])
    }
    expect(html).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)/i)
    const loaded = [...html.matchAll(/\s(?:src|href)="([^"]*)"/g)].map(([, address]) => address)
    expect(loaded.length).toBeGreaterThan(1)
    for (const address of loaded) {
      expect(address).toMatch(/^\/(assets\/[a-z.-]+|favicon\.svg|api\/v1\/charts)$/)
      expect((await fetch(url + address)).status).toBe(200)
    }
  })

  it('lets the dashboard be framed nowhere, an embed anywhere', async () => {
    const { url } = await useCharted()
    const dashboard = await fetch(url)
    expect(policyOf(dashboard).get('frame-ancestors')).toBe("'none'")
    expect(dashboard.headers.get('x-frame-options')).toBe('DENY')
    const embed = await fetch(`${url}/embed/users`)
    expect(policyOf(embed).get('frame-ancestors')).toBe('*')
    expect(embed.headers.get('x-frame-options')).toBeNull()
    expect(embed.headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  })

  it('holds neither the key nor a name that came in a URL', async () => {
    const { url } = await useCharted()
    for (const path of [...pages, '/assets/dashboard.js', '/assets/embed.js']) {
      const text = await (await fetch(url + path)).text()
      expect(text).not.toContain('sk_unseen')
      expect(text).not.toContain('<script>"')
    }
  })

  it('sends files packed as the browser likes it, and once', async () => {
    const { url } = await useCharted()
    const load = (headers: Record<string, string>) =>
      fetch(`${url}/assets/dashboard.js`, { headers })
    const [br, gzip, plain] = await Promise.all([
      load({ 'accept-encoding': 'gzip, deflate, br, zstd' }),
      load({ 'accept-encoding': 'br;q=0, gzip' }),
      load({ 'accept-encoding': 'identity' }),
    ])
    const encodings = [br, gzip, plain].map(({ headers }) => headers.get('content-encoding'))
    expect(encodings).toEqual(['br', 'gzip', null])
    const texts = await Promise.all([br, gzip, plain].map((response) => response.text()))
    expect(new Set(texts).size).toBe(1)
    const again = await load({ 'if-none-match': br.headers.get('etag') ?? '' })
    expect([again.status, await again.text()]).toEqual([304, ''])
  })

  it.each([
    '/assets/none.js',
    '/assets/dashboard.mjs',
    '/assets/..%2F..%2Fpackage.json',
    '/assets/',
  ])('has no file %s', async (path) => {
    const { url } = await useCharted()
    const response = await fetch(url + path)
    expect([response.status, await response.json()]).toMatchObject([404, { error: 'not_found' }])
  })

  it('refuses other methods and answers HEAD', async () => {
    const { url } = await useCharted()
    const post = await fetch(url, { method: 'POST' })
    expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
    const head = await fetch(url, { method: 'HEAD' })
    expect([head.status, await head.text()]).toEqual([200, ''])
  })

  it('does not count what people look at', async () => {
    const spikelog = await useCharted()
    for (const path of ['/', '/favicon.svg', '/embed/users', '/embed/users.svg']) {
      await (await fetch(spikelog.url + path)).text()
    }
    expect(spikelog.requests().received).toBe(1)
  })
})
