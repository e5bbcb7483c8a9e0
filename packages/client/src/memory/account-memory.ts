import type { BucketStore } from '../bucket/bucket-store.ts'
import type { ChartQuota } from '../chart/chart-quota.ts'
import type { ChartRegistry } from '../chart/chart-registry.ts'
import type { Clock } from '../clock.ts'
import type { Account, AccountState } from '../delivery/account.ts'
import { toAccountState } from '../delivery/account.ts'
import type { HealthRecorder } from '../health/health-recorder.ts'
import type { WarningLog } from '../health/warning-log.ts'
import type { OnceLog } from '../once-log.ts'
import { isSameMemory, mergeMemory, readMemory, toMemory, writeMemory } from './memory.ts'
import type { Memory, Section } from './memory.ts'
import { createWallTimes } from './wall-times.ts'
import type { WallTimes } from './wall-times.ts'

/** A chart of which nothing came for so long may lose its slot to another. */
const idleMillis = 35 * 24 * 60 * 60 * 1000

/** What {@link AccountMemory} needs. */
export interface AccountMemoryParts {
  readonly store: BucketStore
  readonly clock: Clock
  readonly account: Account
  readonly quota: ChartQuota
  readonly registry: ChartRegistry
  readonly health: HealthRecorder
  readonly once: OnceLog
  readonly warningLog: WarningLog
  readonly onStoreError: (error: unknown) => void
}

/**
 * A step of an update.
 *
 * @param previous how the account stood for all processes before
 * @returns what to do when it is remembered, such as to say so
 */
export type MemoryStep = (previous: AccountState) => (() => void) | undefined

/**
 * Shares what this process knows of the account with the others, through its store: the quota, how
 * the account stands, what was said, and what happened. With a store in memory there are no others.
 */
export class AccountMemory {
  readonly #parts: AccountMemoryParts
  /** What was remembered when this process last looked. */
  #base: Memory = readMemory(undefined)
  #state: AccountState = 'up'
  /** Since when charts have their slots. */
  #slots: Section = new Map()
  #isLoaded = false
  /** An update of a store that answers with promises. */
  #updating: Promise<void> | undefined
  #isInStep = false

  constructor(parts: AccountMemoryParts) {
    this.#parts = parts
  }

  /** Looks once what there is. */
  load(): void {
    if (!this.#isLoaded) void this.update()
  }

  /** Shares what is new here; asks the store only if there is something. Never throws or rejects. */
  save(step?: MemoryStep): void | Promise<void> {
    const isShared = this.#parts.store.durable !== undefined
    if (isShared && !isSameMemory(this.#snapshot(), this.#base)) return this.update(step)
    this.#do(step)
  }

  /**
   * Takes over what others did, takes `step` before anybody else does, and shares the outcome. Never
   * throws or rejects.
   */
  update(step?: MemoryStep): void | Promise<void> {
    const { durable } = this.#parts.store
    if (durable === undefined || this.#isInStep) return this.#do(step)
    if (this.#updating !== undefined) {
      return step === undefined ? this.#updating : this.#updating.then(() => this.update(step))
    }
    this.#isLoaded = true
    const base = this.#base
    const ours = this.#snapshot()
    let after: (() => void) | undefined
    let next: Memory | undefined
    const finish = (): void => {
      this.#updating = undefined
      if (next === undefined) return this.#do(step)
      this.#base = next
      after?.()
    }
    const fail = (error: unknown): void => {
      this.#parts.onStoreError(error)
      finish()
    }
    try {
      const answer = durable.remember((json) => {
        // A file that is new inherits what this process knows.
        const theirs = json === undefined ? base : readMemory(json)
        this.#state = toAccountState(theirs.account.get('state'))
        this.#restore(mergeMemory(base, ours, theirs), base, theirs)
        after = this.#take(step)
        next = this.#snapshot()
        return json !== undefined && isSameMemory(next, theirs) ? json : writeMemory(next)
      })
      if (answer === undefined) finish()
      else this.#updating = answer.then(finish, fail)
    } catch (error) {
      fail(error)
    }
    return this.#updating
  }

  #do(step: MemoryStep | undefined): void {
    this.#take(step)?.()
  }

  #take(step: MemoryStep | undefined): (() => void) | undefined {
    this.#isInStep = true
    const after = step?.(this.#state)
    this.#isInStep = false
    this.#state = this.#parts.account.state
    return after
  }

  #snapshot(): Memory {
    const { account, quota, registry, health, once, warningLog, clock } = this.#parts
    const times = createWallTimes(clock)
    const since = this.#slots
    const sections: Partial<Record<keyof Memory, Section>> = {
      account: account.snapshot(times),
      slots: new Map(
        quota.used.map((chart) => [chart, since.get(chart) ?? times.toWall(times.now)]),
      ),
      leftOut: new Map(quota.leftOut.map((chart) => [chart, 1])),
      ...registry.snapshot(times),
      said: once.snapshot(),
      ...warningLog.snapshot(times),
      ...health.snapshot(),
    }
    return toMemory((name) => sections[name] ?? new Map())
  }

  /** Takes over what is true now. @param theirs what others know, and have said */
  #restore(memory: Memory, base: Memory, theirs: Memory): void {
    const { account, quota, registry, health, once, warningLog, clock } = this.#parts
    const times = createWallTimes(clock)
    this.#slots = memory.slots
    const isNew = (chart: string): boolean => !base.leftOut.has(chart)
    account.restore(memory.account, times)
    quota.restore({
      used: [...memory.slots.keys()],
      idle: this.#idleOf(memory.slots, times),
      leftOut: [...memory.leftOut.keys()],
      said: new Set([...theirs.leftOut.keys()].filter(isNew)),
    })
    registry.restore(memory, times)
    health.restore(memory)
    once.restore(memory.said)
    warningLog.restore(memory, times)
  }

  /** Those of which nothing came for long and nothing waits, the longest silent first. */
  #idleOf(slots: Section, { now, fromWall }: WallTimes): readonly string[] {
    const { store, health } = this.#parts
    const points = health.points()
    const waiting = store.pending()
    return [...slots]
      .map(([chart, since]) => {
        const silentMillis = now - (fromWall(since, now) ?? now)
        return { chart, idle: Math.min(silentMillis, points.get(chart)?.ageOf(1, now) ?? Infinity) }
      })
      .filter(({ chart, idle }) => idle > idleMillis && !waiting.has(chart))
      .sort((a, b) => b.idle - a.idle)
      .map(({ chart }) => chart)
  }
}
