/**
 * What all processes of an account remember of it: plain JSON, whose times are milliseconds since the
 * epoch. What is as it is at first is left out.
 */
export type Memory = { readonly [Name in SectionName]: Section }

/** A part of it, by chart, kind of message or count. */
export type Section = ReadonlyMap<string, number | string>

/**
 * - `account`: how it stands; `text`: the last failure
 * - `slots`: since when a chart has its slot; `leftOut`: charts that have none
 * - `accepted`, `held`: when a chart's point was last taken; until when it is not asked for
 * - `said`, `warned`, `standing`: messages, so that they are not said by each process
 * - `counts`: what happened, over all processes
 */
const sectionNames = [
  'account',
  'text',
  'slots',
  'leftOut',
  'accepted',
  'held',
  'said',
  'warned',
  'standing',
  'counts',
] as const
type SectionName = (typeof sectionNames)[number]

/** A file that somebody else wrote must not grow us. */
const mostEntries = 3000
const longestText = 2000

/** Reads what a store remembered, which may be anything: what is not as it should be is left out. */
export function readMemory(json: unknown): Memory {
  return toMemory((name) => {
    const section: unknown = json instanceof Object ? Reflect.get(json, name) : undefined
    const entries: [string, unknown][] = section instanceof Object ? Object.entries(section) : []
    return new Map(entries.slice(0, mostEntries).filter(isEntry))
  })
}

/** The JSON to be remembered. */
export function writeMemory(memory: Memory): object {
  return Object.fromEntries(sectionNames.map((name) => [name, Object.fromEntries(memory[name])]))
}

/**
 * What is true after this process changed `base` to `ours` and others meanwhile made `theirs` of it:
 * counts add up, of everything else what we changed is as we have it. Of two times the later one holds:
 * of two `Retry-After`, say, that two processes were told at one time; and one that nobody changed is not
 * quite as it was either, as clocks never agree to the millisecond.
 */
export function mergeMemory(base: Memory, ours: Memory, theirs: Memory): Memory {
  return toMemory((name) => {
    const merged = new Map<string, number | string>()
    for (const key of new Set([...theirs[name].keys(), ...ours[name].keys()])) {
      const [was, own, other] = [base, ours, theirs].map((memory) => memory[name].get(key))
      const value =
        name === 'counts'
          ? Number(other ?? 0) + Number(own ?? 0) - Number(was ?? 0)
          : own === was
            ? other
            : other !== was && typeof own === 'number' && typeof other === 'number'
              ? Math.max(own, other)
              : own
      if (value !== undefined && (name !== 'counts' || Number(value) > 0)) merged.set(key, value)
    }
    return merged
  })
}

/** Whether two are the same. */
export function isSameMemory(one: Memory, other: Memory): boolean {
  return sectionNames.every(
    (name) =>
      one[name].size === other[name].size &&
      [...one[name]].every(([key, value]) => other[name].get(key) === value),
  )
}

/** Makes one, section by section. */
export function toMemory(sectionOf: (name: SectionName) => Section): Memory {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every section is there
  return Object.fromEntries(sectionNames.map((name) => [name, sectionOf(name)])) as Memory
}

function isEntry(entry: [string, unknown]): entry is [string, number | string] {
  const [key, value] = entry
  if (key.length > longestText) return false
  return typeof value === 'string' ? value.length <= longestText : Number.isFinite(value)
}
