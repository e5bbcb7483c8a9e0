import { createFaultSource } from './create-fault-source.ts'
import type { Fault, FaultFunction, FaultPlan } from './fault.ts'

/** Makes one plan of several: each request gets the fault of the first plan that has one for it. */
export function combineFaults(plans: readonly FaultPlan[]): FaultFunction {
  const sources = plans.map((plan) => createFaultSource(plan))
  return async (request) => {
    const faults: (Fault | undefined)[] = []
    // Every source is asked, so that no plan changes whom another one hits.
    for (const pick of sources) faults.push(await pick(request))
    return faults.find((fault) => fault !== undefined)
  }
}
