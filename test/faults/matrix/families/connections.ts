import type { Fault } from '../support/fault.ts'
import { prepareConnectBlackHole } from '../support/connect-black-hole.ts'
import { prepareNoName } from '../support/no-name.ts'
import { prepareRefused } from '../support/refused.ts'
import {
  prepareHandshakeReset,
  preparePlainHttp,
  prepareSelfSigned,
  prepareWrongHost,
} from '../support/tls.ts'

/** Nothing gets as far as a request. */
export const connections: readonly Fault[] = [
  { name: 'connection refused', means: 'did not arrive', prepare: prepareRefused },
  { name: 'name not found', means: 'did not arrive', prepare: prepareNoName },
  {
    name: 'connection never made',
    means: 'did not arrive',
    hangs: true,
    prepare: prepareConnectBlackHole,
  },
  { name: 'reset in the TLS handshake', means: 'did not arrive', prepare: prepareHandshakeReset },
  { name: 'self-signed certificate', means: 'configuration', prepare: prepareSelfSigned },
  { name: 'certificate of another host', means: 'configuration', prepare: prepareWrongHost },
  { name: 'plain HTTP where TLS should be', means: 'configuration', prepare: preparePlainHttp },
]
