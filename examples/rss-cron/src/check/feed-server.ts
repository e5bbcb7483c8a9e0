import { once } from 'node:events'
import { createServer } from 'node:http'

/** How the server answers: with the feed, with an error, or not at all. */
type FeedMode = 'fine' | 'broken' | 'hanging'

/** A feed on this machine. */
export interface FeedServer {
  readonly url: string
  /** What it answers from now on. */
  answer: (mode: FeedMode) => void
  /** Publishes so many posts. */
  publish: (posts: number) => void
  readonly close: () => void
}

const shownPosts = 20

/** Starts an HTTP server with a feed that takes at least so long to answer. */
export async function startFeedServer(delayMillis: number): Promise<FeedServer> {
  let mode: FeedMode = 'fine'
  let published = 30
  const server = createServer((_request, response) => {
    if (mode === 'hanging') return
    setTimeout(() => {
      if (mode === 'broken') response.writeHead(500).end('out of order')
      else response.writeHead(200, { 'content-type': 'application/rss+xml' }).end(toRss(published))
    }, delayMillis)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}/feed.xml`,
    answer: (next) => {
      mode = next
    },
    publish: (posts) => {
      published += posts
    },
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** The newest posts, as blogs give them: older ones fall out of the feed. */
function toRss(published: number): string {
  const numbers = Array.from({ length: shownPosts }, (_, index) => published - index)
  const items = numbers.map(
    (number) => `    <item>
      <title>Post ${number} &amp; what it says</title>
      <link>https://example.com/posts/${number}</link>
      <guid isPermaLink="false">post-${number}</guid>
    </item>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0">
  <channel>
    <title>A blog</title>
${items.join('\n')}
  </channel>
</rss>
`
}
