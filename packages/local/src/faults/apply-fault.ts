import type { Answer } from '../contract/answer.ts'
import { dripAnswer } from './drip-answer.ts'
import type { Exchange } from './exchange.ts'
import type { Fault, FaultStage } from './fault.ts'
import { resetConnection } from './reset-connection.ts'
import { toFaultAnswer } from './to-fault-answer.ts'
import { waitMillis } from './wait-millis.ts'

/**
 * How a request goes on after a stage: as the contract says (`undefined`), with an answer of the
 * fault's, or not at all because the fault has taken the connection over.
 */
export type FaultEffect = Answer | 'taken-over' | undefined

/**
 * Lets a fault act at one stage of a request.
 *
 * @param answer - the contract's answer, known after the storing
 */
export async function applyFault(
  fault: Fault | undefined,
  stage: FaultStage,
  exchange: Exchange,
  answer?: Answer,
): Promise<FaultEffect> {
  if (!fault) return undefined
  if (fault.type === 'delay') {
    if (stage === (fault.stage ?? 'before-store')) await waitMillis(fault.millis, exchange.signal)
    return applyFault(fault.next, stage, exchange, answer)
  }
  if (stage !== toStage(fault)) return undefined
  switch (fault.type) {
    case 'status':
    case 'redirect':
      return toFaultAnswer(fault)
    case 'hang':
      return 'taken-over'
    case 'reset':
      await resetConnection(fault, exchange)
      return 'taken-over'
    case 'drip':
      if (answer) await dripAnswer(fault, answer, exchange)
      return 'taken-over'
  }
}

function toStage(fault: Exclude<Fault, { type: 'delay' }>): FaultStage {
  if (fault.type === 'drip') return 'after-store'
  // A reset while the body arrives has to begin before the body is read.
  if (fault.stage === 'body') return 'arrival'
  return fault.stage ?? 'before-store'
}
