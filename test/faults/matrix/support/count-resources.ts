/** Kinds of handles that nothing of vitest's comes and goes with. */
const kinds = /^(?:TCP|TLS|Pipe|ConnectWrap|GetAddrInfo|FSReq)/u

/** What this process holds at present: sockets, servers, and listeners of its own events. */
export function countResources(): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  const count = (name: string, more: number): void => {
    counts[name] = (counts[name] ?? 0) + more
  }
  for (const kind of process.getActiveResourcesInfo()) if (kinds.test(kind)) count(kind, 1)
  for (const event of process.eventNames()) {
    const listeners = process.listenerCount(event)
    if (listeners > 0) count(`listener of ${String(event)}`, listeners)
  }
  return counts
}
