import { isObject } from '../contract/is-object.ts'
import { expectInteger, expectOption } from '../options/expect-option.ts'
import type { Fault } from './fault.ts'
import { faultStages, isFaultStage } from './is-fault-stage.ts'

const longestTimerMillis = 2 ** 31 - 1

/** Throws unless the value is a fault that can be carried out. */
export function expectFault(name: string, fault: Fault): void {
  expectOption(isObject(fault), name, 'a fault such as { type: "status", status: 503 }', fault)
  switch (fault.type) {
    case 'status':
      expectInteger(`${name}.status`, fault.status, 200, 599)
      expectStage(name, fault.stage)
      return
    case 'redirect':
      expectOption(typeof fault.location === 'string', `${name}.location`, 'a URL', fault.location)
      expectInteger(`${name}.status`, fault.status ?? 307, 300, 399)
      expectStage(name, fault.stage)
      return
    case 'delay':
      expectInteger(`${name}.millis`, fault.millis, 0, longestTimerMillis)
      expectStage(name, fault.stage)
      if (fault.next) expectFault(`${name}.next`, fault.next)
      return
    case 'drip': {
      const isPart = fault.part === 'headers' || fault.part === 'body'
      expectOption(isPart, `${name}.part`, '"headers" or "body"', fault.part)
      expectInteger(`${name}.intervalMillis`, fault.intervalMillis ?? 1, 1, longestTimerMillis)
      return
    }
    case 'hang':
      expectStage(name, fault.stage)
      return
    case 'reset':
      if (fault.stage !== 'body') expectStage(name, fault.stage)
      return
    default: {
      const types = '"status", "redirect", "delay", "drip", "hang" or "reset"'
      expectOption(false, `${name}.type`, types, (fault as { type: unknown }).type)
    }
  }
}

function expectStage(name: string, stage: unknown): void {
  const isStage = stage === undefined || isFaultStage(stage)
  expectOption(isStage, `${name}.stage`, `one of ${faultStages.join(', ')}`, stage)
}
