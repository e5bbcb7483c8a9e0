import { inspect } from 'node:util'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../client/support/soak.ts'
import { useFolder } from '../client/support/use-folder.ts'
import { verifies } from '../requirements.ts'
import { testKey } from '../support/use-client.ts'
import { aLife, aReaction } from './support/life.ts'
import { live } from './support/live.ts'

/** A service, or a proxy before it, that gives the key back in whatever it says. */
const echoes = [
  testKey,
  `{"error":"unauthorized","message":"bad key ${testKey}"}`,
  `${'.'.repeat(184)}${testKey}`,
  `\r\nx-api-key:${testKey}\r\n`,
  `${testKey}${testKey}`,
  `connect ECONNREFUSED /?key=${testKey}`,
]

describe(verifies('secrets', 'the API key'), () => {
  it('the key is in no log line, no file and no object, whatever the service says', async () => {
    const folder = useFolder()
    const life = aLife({ reactions: fc.array(aReaction(echoes), { minLength: 1, maxLength: 20 }) })
    await check(
      fc.asyncProperty(life, async (one) => {
        const { logger, fileText, client } = await live(one, folder)
        const seen = [
          ...logger.lines.map(({ message }) => message),
          fileText,
          JSON.stringify(client.health()),
          inspect(client, { depth: 20, showHidden: true }),
        ]
        // Not its beginning either: a text that is cut may end in the middle of it.
        expect(seen.filter((text) => text.includes(testKey.slice(0, 12)))).toEqual([])
      }),
      1500,
    )
  })
})
