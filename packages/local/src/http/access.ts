import type { Context } from 'hono'
import type { Refusal } from '../contract/answer.ts'
import type { AppEnvironment } from './app-environment.ts'
import { isLoopbackHost } from './is-loopback-host.ts'

/** Who may do what. Each function says why a request is refused, or gives `undefined`. */
export interface Access {
  /** To read everything: this machine, and everyone with the key. */
  readonly read: (context: Context<AppEnvironment>) => Refusal | undefined
  /** To change something: the dashboard's own page, and everyone with the key in `X-API-Key`. */
  readonly write: (context: Context<AppEnvironment>) => Refusal | undefined
  /** To see one chart in an embed: whoever reaches a server that was opened to other machines. */
  readonly embed: (context: Context<AppEnvironment>) => Refusal | undefined
}

/**
 * Makes the rules of access.
 *
 * @param host - what the server listens on
 * @param checkKey - says why a sent key is not good
 */
export function createAccess(
  host: string,
  checkKey: (sent: string | undefined) => Refusal | undefined,
): Access {
  const checkAnyKey = ({ req }: Context<AppEnvironment>): Refusal | undefined =>
    checkKey(req.header('x-api-key') ?? toPassword(req.header('authorization')))
  const read: Access['read'] = (context) => (isLocal(context) ? undefined : checkAnyKey(context))
  return {
    read,
    write: (context) =>
      isOwnPage(context) ? read(context) : checkKey(context.req.header('x-api-key')),
    embed: (context) => (isLoopbackHost(host) ? read(context) : undefined),
  }
}

/**
 * Whether the request comes from this machine and calls it by a name of its own. A page elsewhere
 * whose name is made to resolve to 127.0.0.1 sends its own name in `Host`.
 */
function isLocal({ env, req }: Context<AppEnvironment>): boolean {
  return (
    isLoopbackHost(env.incoming.socket.remoteAddress ?? '') &&
    isLoopbackHost(new URL(req.url).hostname)
  )
}

/** Whether a page of this server sent it: browsers tell with every request that may change something. */
function isOwnPage({ req }: Context<AppEnvironment>): boolean {
  const origin = req.header('origin')
  return URL.canParse(origin ?? '') && new URL(origin ?? '').host === new URL(req.url).host
}

/** The password of basic authentication (RFC 7617), which is how a browser sends the key. */
function toPassword(authorization: string | undefined): string | undefined {
  const [, encoded] = /^basic ([\w+/=-]+)$/i.exec(authorization ?? '') ?? []
  if (encoded === undefined) return undefined
  const pair = Buffer.from(encoded, 'base64').toString()
  return pair.slice(pair.indexOf(':') + 1)
}
