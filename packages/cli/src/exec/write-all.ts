import { write } from 'node:fs'

const againMillis = 5

/**
 * Writes bytes to a descriptor, however slowly they are taken, and without holding this process up:
 * it still gets signals. Resolves to whether anybody took them.
 */
export function writeAll(descriptor: number, bytes: Uint8Array): Promise<boolean> {
  return new Promise((resolve) => {
    const go = (from: number): void => {
      if (from === bytes.length) {
        resolve(true)
        return
      }
      write(descriptor, bytes, from, bytes.length - from, (error, written) => {
        if (error === null) go(from + written)
        // Somebody else who has this pipe made it so that writing does not wait.
        else if (error.code === 'EAGAIN') setTimeout(go, againMillis, from)
        else resolve(false)
      })
    }
    go(0)
  })
}
