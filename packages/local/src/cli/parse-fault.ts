import { expectFault } from '../faults/expect-fault.ts'
import type { Fault, FaultBody, FaultRate, FaultStage } from '../faults/fault.ts'
import { faultStages, isFaultStage } from '../faults/is-fault-stage.ts'
import { expectOption } from '../options/expect-option.ts'

/** Reads and removes one setting, so that what is left over at the end is unknown. */
type Take = (name: string) => string | undefined

/**
 * Reads a fault from the command line, such as `status=503,rate=0.2,retry-after=5`: the kind of
 * fault, then its settings.
 *
 * @param defaultSeed - picks the requests that are hit when no `seed=` does
 * @throws TypeError saying what is wrong with it
 */
export function parseFault(text: string, defaultSeed: number): FaultRate {
  const pairs = text.split(',').map((part) => toPair(part))
  const [[kind, value] = ['', undefined]] = pairs
  const settings = new Map(pairs.slice(1))
  const take: Take = (name) => {
    const setting = settings.get(name)
    settings.delete(name)
    return setting
  }
  const fault = toFault(kind, value, take)
  const known = 'a kind of fault (status, redirect, delay, drip, hang, reset) first'
  if (!fault) throw new TypeError(`Expected \`--fault\` to name ${known}, got \`${text}\``)
  const rate = toNumber(take('rate')) ?? 1
  const seed = toNumber(take('seed')) ?? defaultSeed
  const [unknown] = settings.keys()
  const expectation = `without settings that ${kind} does not know`
  expectOption(unknown === undefined, '--fault', expectation, unknown)
  expectFault('--fault', fault)
  expectOption(rate >= 0 && rate <= 1, '--fault rate', 'a number from 0 to 1', rate)
  return { fault, rate, seed }
}

function toFault(kind: string, value: string | undefined, take: Take): Fault | undefined {
  switch (kind) {
    case 'status': {
      const retryAfter = take('retry-after')
      return {
        type: kind,
        status: Number(value),
        retryAfter,
        body: toBody(take),
        stage: toStage(take('stage')),
      }
    }
    case 'redirect':
      return { type: kind, location: value ?? '', stage: toStage(take('stage')) }
    case 'delay':
      return { type: kind, millis: Number(value), stage: toStage(take('stage')) }
    case 'drip': {
      const isPart = value === 'headers' || value === 'body'
      expectOption(isPart, '--fault drip', 'headers or body', value)
      return isPart
        ? { type: kind, part: value, intervalMillis: toNumber(take('interval')) }
        : undefined
    }
    case 'hang':
      return { type: kind, stage: toStage(take('stage')) }
    case 'reset': {
      const stage = take('stage')
      return { type: kind, stage: stage === 'body' ? stage : toStage(stage) }
    }
    default:
      return undefined
  }
}

function toStage(text: string | undefined): FaultStage | undefined {
  const isStage = text === undefined || isFaultStage(text)
  expectOption(isStage, '--fault stage', `one of ${faultStages.join(', ')}`, text)
  return isStage ? text : undefined
}

function toBody(take: Take): FaultBody | undefined {
  const bytes = toNumber(take('bytes'))
  const body = take('body')
  if (bytes !== undefined) return { bytes }
  const isBody = body === undefined || body === 'json' || body === 'html' || body === 'empty'
  expectOption(isBody, '--fault body', 'json, html or empty', body)
  return isBody ? body : undefined
}

function toPair(part: string): [name: string, value: string | undefined] {
  const [name = '', ...value] = part.split('=')
  return [name.trim(), value.length === 0 ? undefined : value.join('=').trim()]
}

function toNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}
