/** Prints what a day without the service costs, as JSON: `node --expose-gc run.ts`. */
import { liveThroughOutage } from './live-through-outage.ts'
import type { OutageFigures } from './live-through-outage.ts'
import { createFakeNetwork } from './network.ts'
import { outageKinds } from './outage-kinds.ts'

const figures: Record<string, OutageFigures> = {}
for (const kind of outageKinds) figures[kind] = await liveThroughOutage(kind, createFakeNetwork)
console.log(JSON.stringify(figures))
