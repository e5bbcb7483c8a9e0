/**
 * Makes a test for names in lower case, in which `*` stands for any run of characters. Takes time
 * proportional to the name whatever the pattern, which a regular expression would not.
 */
export function toNameMatcher(pattern: string): (lowerName: string) => boolean {
  const [head = '', ...rest] = pattern.toLowerCase().split('*')
  const tail = rest.pop()
  if (tail === undefined) return (name) => name === head
  return (name) => {
    if (!name.startsWith(head) || !name.endsWith(tail)) return false
    let from = head.length
    for (const part of rest) {
      const at = name.indexOf(part, from)
      if (at === -1) return false
      from = at + part.length
    }
    return from <= name.length - tail.length
  }
}
