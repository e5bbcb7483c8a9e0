/**
 * Calls the listener once when this process shall end: on a signal, or when the demo that started it
 * lets go of it or is gone.
 */
export function onStop(listener: () => void): void {
  const stop = (): void => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.off(signal, stop)
    process.off('disconnect', stop)
    // An open channel would keep the process alive.
    if (process.connected) process.disconnect()
    listener()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, stop)
  process.on('disconnect', stop)
}
