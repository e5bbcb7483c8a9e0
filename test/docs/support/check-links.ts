import { existsSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { DocPage } from './doc-pages.ts'

/** What is wrong with a page's links to files and headings of the checkout. */
export function checkLinks({ file, text }: DocPage, root: string): string[] {
  const lines = withoutBlocks(text).split('\n')
  return lines.flatMap((line, at) =>
    readTargets(line).flatMap((target) => {
      const problem = checkTarget(target, file, root)
      return problem === undefined ? [] : [`${file}:${at + 1}: ${problem}`]
    }),
  )
}

/** How a packed README, which npm's site shows without the rest, links to a file of the checkout. */
const ours = 'https://github.com/spikelog-otel/spikelog-otel/blob/main/'

/** Links of the forms `[text](target)` and `[name]: target`, to what is the checkout's own. */
function readTargets(line: string): string[] {
  const plain = line.replaceAll(/`[^`]*`/gu, '``')
  const targets = [...plain.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gu)]
  return targets
    .map(([, inline, defined]) => inline ?? defined ?? '')
    .filter((target) => target.startsWith(ours) || !/^[a-z]+:/u.test(target))
}

function checkTarget(target: string, file: string, root: string): string | undefined {
  const [path = '', anchor] = target.split('#')
  const absolute = toAbsolute(path, file, root)
  if (relative(root, absolute).startsWith('..')) return `\`${target}\` leaves the repository`
  if (!existsSync(absolute)) return `\`${target}\` leads nowhere`
  if (anchor === undefined) return undefined
  const page = statSync(absolute).isDirectory() ? join(absolute, 'README.md') : absolute
  const anchors = existsSync(page) ? readAnchors(readFileSync(page, 'utf8')) : []
  return anchors.includes(anchor) ? undefined : `\`${target}\`: there is no such heading`
}

function toAbsolute(path: string, file: string, root: string): string {
  if (path === '') return join(root, file)
  return path.startsWith(ours)
    ? join(root, path.slice(ours.length))
    : join(root, dirname(file), path)
}

/** The anchors of a page's headings, as GitHub and npm make them. */
export function readAnchors(text: string): string[] {
  const headings = [...withoutBlocks(text).matchAll(/^#{1,6} (.+)$/gmu)]
  const slugs = headings.map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_\- ]/gu, '')
      .replaceAll(' ', '-'),
  )
  return slugs.map((slug, at) => {
    const before = slugs.slice(0, at).filter((other) => other === slug).length
    return before === 0 ? slug : `${slug}-${before}`
  })
}

/** A page with empty lines for its code. */
function withoutBlocks(text: string): string {
  return text.replaceAll(/^( *)(`{3,}).*\n[^]*?^ *\2`* *$/gmu, (block) =>
    block.replaceAll(/[^\n]/gu, ''),
  )
}
