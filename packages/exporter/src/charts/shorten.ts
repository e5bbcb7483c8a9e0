const longest = 100

/** Cuts a text that is not ours to a length a log line bears. */
export function shorten(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest)}…`
}
