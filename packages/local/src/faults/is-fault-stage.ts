import type { FaultStage } from './fault.ts'

/** The stages at which a fault can act, in order. */
export const faultStages: readonly FaultStage[] = ['arrival', 'before-store', 'after-store']

/** Whether a value names a stage. */
export function isFaultStage(value: unknown): value is FaultStage {
  return faultStages.some((stage) => stage === value)
}
