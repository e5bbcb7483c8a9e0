import type { Finished, Scene } from './fault.ts'
import { useLocalOf } from './injected.ts'

/** Nobody listens on the port. */
export async function prepareRefused(finished: Finished): Promise<Scene> {
  const local = await useLocalOf(finished)
  return { local: () => local, endpoint: local.endpoint, start: local.pause, end: local.resume }
}
