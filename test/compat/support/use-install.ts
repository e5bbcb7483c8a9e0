import { inject } from 'vitest'
import type { ProvidedContext } from 'vitest'
import type { Install } from './create-install.ts'

/** The folder into which the packed packages were installed beside that SDK. */
export function useInstall(name: keyof ProvidedContext['installs']): Install {
  const install = inject('installs')[name]
  if (install.code !== 0) throw new Error(`npm install failed: ${install.complaints.join('\n')}`)
  return install
}
