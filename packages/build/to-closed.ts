import type { Loaded } from './to-portable.ts'

/**
 * Makes CommonJS a function of its peers: each format's entry hands its own in.
 *
 * @throws Error where the code loads of a peer what is not handed in: it would be another copy
 */
export function toClosed(code: string, loaded: Loaded, peers: readonly string[]): string {
  const isKnown = (name: string): boolean =>
    peers.includes(name) || /^(?:node:|@spikelog-otel\/client(?:\/internals)?$)/u.test(name)
  const unknown = [...loaded.imports.filter((name) => !isKnown(name)), ...loaded.dynamicImports]
  if (unknown.length > 0) throw new Error(`Expected no import of ${unknown.join(', ')}`)
  const body = peers.reduce(
    (text, name) => text.replaceAll(`require("${name}")`, `peers["${name}"]`),
    // The client's code is one file, too: an app that loads this needs none of its entries.
    code
      .replace('"use strict";', '')
      .replaceAll('require("@spikelog-otel/client")', 'require("@spikelog-otel/client/internals")'),
  )
  return `"use strict";
module.exports = (peers) => {
const exports = {};
${body}
return exports;
};
`
}
