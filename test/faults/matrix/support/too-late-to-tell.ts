import type { Lag } from './use-lag.ts'

/** This machine was too busy for the cell to tell what the fault would have come to. */
export class TooLateToTell extends Error {}

const mostTries = 6

/**
 * Checks what a fault came to, and when. An operation whose time went by while the event loop stood
 * still was cut short by this machine and not by the fault, so the cell is to be tried again: it has
 * to pass once with a machine that had time for it. That nothing is lost or stored twice is checked
 * elsewhere, whatever the machine does.
 */
export async function expectWhenInTime(lag: Lag, check: () => void): Promise<void> {
  try {
    check()
  } catch (error) {
    const lagMillis = await lag.mostMillis()
    if (lagMillis <= lag.toleratedMillis) throw error
    const message = `the event loop was ${Math.round(lagMillis)} ms late`
    throw new TooLateToTell(message, { cause: error })
  }
}

/** Tries again what nobody could tell. */
export async function tryUntilTold(name: string, run: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      await run()
      return
    } catch (error) {
      if (!(error instanceof TooLateToTell) || tries === mostTries) throw error
      console.log(`${name}: ${error.message}, once more`)
    }
  }
}
