import { SpikelogError, aggregations, isAggregation } from '@spikelog-otel/client'
import type { Aggregation } from '@spikelog-otel/client'
import type { ChartRule } from './chart-rule.ts'
import { describeValue } from '@spikelog-otel/client/internals'
import { isFiniteNumber } from './is-finite-number.ts'

const keys = ['metric', 'aggregation', 'as', 'where', 'scale', 'clamp']

/**
 * Checks a rule written as an object; it may come from JavaScript or from JSON.
 *
 * @throws SpikelogError `invalid_option`
 */
export function checkChartRule(rule: unknown, option: string): asserts rule is ChartRule {
  if (!isPlainObject(rule)) throw expected(option, 'to be a string or an object', rule)
  const unknownKey = Object.keys(rule).find((key) => !keys.includes(key))
  if (unknownKey !== undefined) {
    throw expected(option, `to have no keys but ${keys.join(', ')}`, unknownKey)
  }
  const { metric, aggregation, as, where, scale, clamp } = rule
  if (typeof metric !== 'string' || metric.trim() === '') {
    throw expected(`${option}.metric`, 'to be a non-empty string', metric)
  }
  checkAggregation(aggregation, option)
  if (as !== undefined && typeof as !== 'string') {
    throw expected(`${option}.as`, 'to be a string', as)
  }
  if (where !== undefined && !isAttributeFilter(where)) {
    throw expected(`${option}.where`, 'to be a flat object of strings, numbers and booleans', where)
  }
  if (scale !== undefined && !(isFiniteNumber(scale) && scale !== 0)) {
    throw expected(`${option}.scale`, 'to be a finite number other than 0', scale)
  }
  if (clamp !== undefined && clamp !== false && !isBounds(clamp)) {
    throw expected(`${option}.clamp`, 'to be `[lo, hi]`, finite and lo < hi, or `false`', clamp)
  }
}

/**
 * Checks the name of an aggregation.
 *
 * @throws SpikelogError `invalid_option`
 */
export function checkAggregation(
  value: unknown,
  option: string,
): asserts value is Aggregation | undefined {
  if (value === undefined || isAggregation(value)) return
  throw expected(`${option}.aggregation`, `to be one of ${aggregations.join(', ')}`, value)
}

/** Makes the error for an option that is not what it should be. */
export function expected(option: string, expectation: string, value: unknown): SpikelogError {
  return new SpikelogError(
    'invalid_option',
    `Expected \`${option}\` ${expectation}, got ${describeValue(value)}`,
  )
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isAttributeFilter(value: unknown): boolean {
  return (
    isPlainObject(value) &&
    Object.values(value).every((item) => ['string', 'number', 'boolean'].includes(typeof item))
  )
}

function isBounds(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false
  const [lo, hi]: unknown[] = value
  return isFiniteNumber(lo) && isFiniteNumber(hi) && lo < hi
}
