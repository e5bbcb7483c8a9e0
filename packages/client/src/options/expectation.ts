import type { Tags } from './client-options.ts'
import { isLoopback } from './is-loopback.ts'

/** What an option has to be: a test and the words for it. */
export interface Expectation<T> {
  readonly text: string
  readonly is: (value: unknown) => value is T
}

export function aNumber(low: number, high: number, unit = ''): Expectation<number> {
  return {
    text: `a number from ${low} to ${high}${unit}`,
    is: (value): value is number => isFiniteNumber(value) && value >= low && value <= high,
  }
}

/** Like {@link aNumber}, but `low` itself is too low. */
export function aNumberAbove(low: number, high: number, unit = ''): Expectation<number> {
  return {
    text: `a number above ${low} and up to ${high}${unit}`,
    is: (value): value is number => isFiniteNumber(value) && value > low && value <= high,
  }
}

export function aWholeNumber(low: number, high: number, unit = ''): Expectation<number> {
  const number = aNumber(low, high)
  return {
    text: `a whole number from ${low} to ${high}${unit}`,
    is: (value): value is number => number.is(value) && Number.isInteger(value),
  }
}

export function aString(low: number, high: number): Expectation<string> {
  return {
    text: `a string of ${low} to ${high} characters`,
    is: (value): value is string =>
      typeof value === 'string' && value.length >= low && value.length <= high,
  }
}

export function oneOf<const T extends string>(...values: readonly T[]): Expectation<T> {
  return {
    text: values.map((value) => `'${value}'`).join(' or '),
    is: (value): value is T => (values as readonly unknown[]).includes(value),
  }
}

export const aBoolean: Expectation<boolean> = {
  text: 'true or false',
  is: (value) => typeof value === 'boolean',
}

export const aShare: Expectation<number> = {
  ...aNumber(0, 1),
  text: 'a share from 0 (none) to 1 (all)',
}

/** They travel with each point, whose body has 64 KiB at most. */
const longestTags = 4096

/** What may be sent beside a value. */
export const aTagList: Expectation<Tags> = {
  text: `a flat object of strings, finite numbers and booleans, of at most ${longestTags} characters as JSON`,
  is: (value): value is Tags =>
    isPlainObject(value) &&
    Object.values(value).every(isTagValue) &&
    JSON.stringify(value).length <= longestTags,
}

/** The key goes into an HTTP header: visible ASCII, no space. */
export const anApiKey: Expectation<string> = {
  text: 'a string of visible ASCII characters without spaces',
  is: (value): value is string => typeof value === 'string' && /^[\u0021-\u007e]+$/u.test(value),
}

/** Bounds of a point's value. */
export const aClamp: Expectation<readonly [number, number] | false> = {
  text: 'false or [lo, hi], two finite numbers with lo < hi',
  is: (value): value is readonly [number, number] | false => {
    if (value === false) return true
    if (!Array.isArray(value) || value.length !== 2) return false
    const [lo, hi]: readonly unknown[] = value
    return isFiniteNumber(lo) && isFiniteNumber(hi) && lo < hi
  },
}

/** A prefix goes before every chart name; one dot follows it. */
export const aPrefix: Expectation<string> = {
  text: 'a string of 1 to 100 characters, not only dots, without control characters',
  is: (value): value is string =>
    aString(1, 100).is(value) && /[^.\s]/u.test(value) && !/\p{Cc}/u.test(value),
}

/** An object with these methods. */
export function anObjectWith<T extends object>(
  what: string,
  ...methods: readonly (keyof T & string)[]
): Expectation<T> {
  return {
    text: `${what} (an object with ${methods.join(', ')})`,
    is: (value): value is T =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((method) => typeof Reflect.get(value, method) === 'function'),
  }
}

/** What one of the two expects. */
export function either<A, B>(one: Expectation<A>, other: Expectation<B>): Expectation<A | B> {
  return {
    text: `${one.text}, or ${other.text}`,
    is: (value): value is A | B => one.is(value) || other.is(value),
  }
}

/** The ingest URL: the key goes there with every post, so plain http is for this machine only. */
export function anEndpoint(allowInsecure: boolean): Expectation<string> {
  return {
    text: allowInsecure
      ? 'an http: or https: URL without user name and password'
      : 'an https: URL without user name and password (http: to this machine only, or with `allowInsecure: true`)',
    is: (value): value is string => {
      if (typeof value !== 'string' || !URL.canParse(value)) return false
      const { protocol, hostname, username, password } = new URL(value)
      if (username !== '' || password !== '') return false
      return (
        protocol === 'https:' || (protocol === 'http:' && (allowInsecure || isLoopback(hostname)))
      )
    },
  }
}

/** A Map or a Date has no fields of its own, so that nothing of it would be sent. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  // That of objects has none itself, also in another realm (jest gives tests one of their own).
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

function isTagValue(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'boolean' || isFiniteNumber(value)
}

function isFiniteNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}
