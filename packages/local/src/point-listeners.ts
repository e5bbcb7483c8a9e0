import type { StoredPoint } from './local-spikelog.ts'

/** Those who want to hear of each stored point. */
export class PointListeners {
  readonly #listeners = new Set<(point: StoredPoint) => void>()

  /** Adds a listener and returns the function that removes it. */
  add(listener: (point: StoredPoint) => void): () => void {
    // Wrapped, so that adding one function twice makes two listeners, each removed on its own.
    const call = (point: StoredPoint): void => listener(point)
    this.#listeners.add(call)
    return () => {
      this.#listeners.delete(call)
    }
  }

  /** Calls all. One that throws becomes a warning: the point is stored and has to be answered. */
  call(point: StoredPoint): void {
    for (const listener of this.#listeners) {
      try {
        listener(point)
      } catch (error) {
        process.emitWarning(`A listener of the local Spikelog threw: ${String(error)}`)
      }
    }
  }
}
