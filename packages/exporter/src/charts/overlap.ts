import { toNameMatcher } from './to-name-matcher.ts'

/**
 * Tells whether a name can match both patterns, case aside. Each holds one `*` at most, which
 * stands for any run of characters.
 */
export function overlap(a: string, b: string): boolean {
  if (!a.includes('*')) return toNameMatcher(b)(a.toLowerCase())
  if (!b.includes('*')) return toNameMatcher(a)(b.toLowerCase())
  const [headA = '', tailA = ''] = a.toLowerCase().split('*')
  const [headB = '', tailB = ''] = b.toLowerCase().split('*')
  // The longer head before the longer tail is a name of both, if there is any.
  return (
    (headA.startsWith(headB) || headB.startsWith(headA)) &&
    (tailA.endsWith(tailB) || tailB.endsWith(tailA))
  )
}
