/**
 * When a fault acts: before the body is read, with the body read but nothing stored, or with the
 * point stored (or refused, as the contract says) but nothing answered.
 */
export type FaultStage = 'arrival' | 'before-store' | 'after-store'

/** Answers with this status instead of what the contract says. */
export interface StatusFault {
  type: 'status'
  /** 200 to 599. */
  status: number
  /** The `Retry-After` header: seconds, or any text, such as a date or nonsense. */
  retryAfter?: number | string | undefined
  /** @default 'json', an error of the contract's form */
  body?: FaultBody | undefined
  /** Further headers. */
  headers?: Readonly<Record<string, string>> | undefined
  /** @default 'before-store', so that nothing is stored */
  stage?: FaultStage | undefined
}

/** The body of an injected answer; `bytes` makes one of that size, of any size. */
export type FaultBody =
  | 'json'
  | 'html'
  | 'empty'
  | { text: string; contentType?: string | undefined }
  | { bytes: number }

/** Sends the client elsewhere. */
export interface RedirectFault {
  type: 'redirect'
  /** The `Location` header. */
  location: string
  /** @default 307 */
  status?: 301 | 302 | 303 | 307 | 308 | undefined
  /** @default 'before-store', so that nothing is stored */
  stage?: FaultStage | undefined
}

/** Waits, then goes on with another fault or as the contract says. */
export interface DelayFault {
  type: 'delay'
  millis: number
  /** @default 'before-store': a client that gives up meanwhile does not prevent the storing */
  stage?: FaultStage | undefined
  /** What happens then; its stage must not come earlier. @default the contract's answer */
  next?: Fault | undefined
}

/** Stores the point, then sends the contract's answer byte by byte. */
export interface DripFault {
  type: 'drip'
  /** `headers` drips from the first byte on, `body` sends status and headers at once. */
  part: 'headers' | 'body'
  /** Milliseconds between two bytes. @default 100 */
  intervalMillis?: number | undefined
}

/** Never answers; the connection stays open until the client, `pause()` or `close()` ends it. */
export interface HangFault {
  type: 'hang'
  /** @default 'before-store' */
  stage?: FaultStage | undefined
}

/** Resets the connection (TCP RST). `body` does it when the first part of the body has arrived. */
export interface ResetFault {
  type: 'reset'
  /** @default 'before-store' */
  stage?: FaultStage | 'body' | undefined
}

/** One thing that can go wrong with one ingest request. */
export type Fault = StatusFault | RedirectFault | DelayFault | DripFault | HangFault | ResetFault

/** An ingest request, as far as a fault may depend on it. */
export interface FaultRequest {
  /** Running number since the start or the last `reset()`, as `requests().received` counts. */
  readonly number: number
  /** Names in lower case; the API key is left out. */
  readonly headers: Readonly<Record<string, string>>
  /** The `Idempotency-Key`. */
  readonly key: string | undefined
  /** Reads the body, so that faults act after that; `undefined` when it is too large or broken off. */
  readonly body: () => Promise<string | undefined>
  /** The `chart` in the body, unchecked. */
  readonly chart: () => Promise<string | undefined>
}

/** Picks the fault of a request, or none. */
export type FaultFunction = (
  request: FaultRequest,
) => Fault | undefined | Promise<Fault | undefined>

/** A fault that hits a share of the requests, the same ones in every run. */
export interface FaultRate {
  fault: Fault
  /** 0 to 1. */
  rate: number
  /** Another seed hits other requests. @default 1 */
  seed?: number | undefined
}

/**
 * What goes wrong when: one fault for every request, a share of them, a script (one entry a request;
 * `undefined` lets one through, as everything after the end), or a function.
 */
export type FaultPlan = Fault | FaultRate | readonly (Fault | undefined)[] | FaultFunction
