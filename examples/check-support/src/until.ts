import { setTimeout as pause } from 'node:timers/promises'

const tryMillis = 20
const patienceMillis = 15_000

/** Resolves to what `find` finds; tries until it is not `undefined`, and fails after 15 s. */
export async function until<Found>(
  what: string,
  find: () => Found | undefined | Promise<Found | undefined>,
): Promise<Found> {
  const endMillis = performance.now() + patienceMillis
  for (;;) {
    const found = await find()
    if (found !== undefined) return found
    if (performance.now() > endMillis) throw new Error(`Waited ${patienceMillis} ms for ${what}.`)
    await pause(tryMillis)
  }
}
