import { isObject } from '../contract/is-object.ts'
import { expectOption } from '../options/expect-option.ts'
import { createRandom } from './create-random.ts'
import { expectFault } from './expect-fault.ts'
import type { Fault, FaultFunction, FaultPlan, FaultRate } from './fault.ts'

/**
 * Turns a plan into the function that picks each request's fault. Each call starts the plan anew:
 * a script at its first entry, a share at its seed.
 *
 * @param name - what messages about a bad plan call it
 * @throws TypeError when the plan holds a fault that can't be carried out
 */
export function createFaultSource(plan: FaultPlan | undefined, name = 'faults'): FaultFunction {
  if (plan === undefined) return () => undefined
  if (typeof plan === 'function') return checked(plan)
  if (isScript(plan)) return followScript(plan, name)
  if (isRate(plan)) return hitShare(plan, name)
  expectFault(name, plan)
  return () => plan
}

function checked(pick: FaultFunction): FaultFunction {
  return async (request) => {
    const fault = await pick(request)
    if (fault !== undefined) expectFault('the fault that the function picked', fault)
    return fault
  }
}

function followScript(script: readonly (Fault | undefined)[], name: string): FaultFunction {
  const remaining = [...script]
  for (const [index, fault] of remaining.entries()) {
    if (fault !== undefined) expectFault(`${name}[${index}]`, fault)
  }
  return () => remaining.shift()
}

function hitShare({ fault, rate, seed = 1 }: FaultRate, name: string): FaultFunction {
  expectOption(rate >= 0 && rate <= 1, `${name}.rate`, 'a number from 0 to 1', rate)
  expectFault(`${name}.fault`, fault)
  const random = createRandom(seed)
  return () => (random() < rate ? fault : undefined)
}

function isRate(plan: Fault | FaultRate): plan is FaultRate {
  return isObject(plan) && 'rate' in plan
}

function isScript(plan: FaultPlan): plan is readonly (Fault | undefined)[] {
  return Array.isArray(plan)
}
