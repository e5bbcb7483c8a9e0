import { DOMParser } from '@xmldom/xmldom'

/**
 * What names each post of a feed: RSS 2.0 (`item` with `guid`, else `link`), Atom (`entry` with `id`).
 *
 * @throws Error for what is no feed
 */
export function parseFeed(xml: string): string[] {
  const feed = new DOMParser({ onError: fail }).parseFromString(xml, 'text/xml')
  const posts = [...feed.getElementsByTagName('item'), ...feed.getElementsByTagName('entry')]
  return posts.flatMap((post) => {
    const [name] = ['guid', 'id', 'link', 'title'].flatMap(
      (tag) => post.getElementsByTagName(tag)[0]?.textContent?.trim() || [],
    )
    return name ?? []
  })
}

function fail(_level: string, message: string): never {
  throw new Error(`The feed is no XML: ${message}`)
}
