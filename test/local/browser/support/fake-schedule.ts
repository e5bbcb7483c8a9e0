/** Timers that run when the test says so. */
export class FakeSchedule {
  #timers: { callback: () => void; millis: number }[] = []

  /** How long each waiting timer waits. */
  get waiting(): number[] {
    return this.#timers.map(({ millis }) => millis)
  }

  readonly schedule = (callback: () => void, millis: number) => {
    const timer = { callback, millis }
    this.#timers.push(timer)
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer)
    }
  }

  /** Runs all that wait now. */
  run(): void {
    for (const { callback } of this.#timers.splice(0)) callback()
  }
}
