import type { Plan } from './account.ts'
import type { PreparedPost } from './claim-router.ts'
import type { Result } from './delivery-judge.ts'
import { RetryLead } from './retry-lead.ts'
import type { Delivery, DeliveryLimits } from './retrying-transport.ts'

/** The service is never asked for more than this at once. */
const maxInFlight = 10

/** How {@link postAll} goes about it. */
export interface PostAllOptions {
  readonly plan: Plan
  /** The post that goes first when the plan is to probe. */
  readonly probe: PreparedPost | undefined
  readonly deliver: (
    post: PreparedPost,
    limits: Pick<DeliveryLimits, 'isProbe' | 'isHalted' | 'mayRetry'>,
  ) => Promise<Delivery>
  /** Told of each delivery as soon as it is made. */
  readonly onDelivered: (result: Result) => Promise<void>
}

/**
 * Posts everything, at most ten at once; or first one as a probe, and the rest only when that was
 * delivered. A wrong key or address is wrong for every chart: after such an answer nothing is
 * started any more. Nor when nothing gets through: one post finds that out for all, by its retries.
 *
 * @returns how the others ended, those that were not delivered
 */
export async function postAll(
  posts: readonly PreparedPost[],
  options: PostAllOptions,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const lead = new RetryLead<PreparedPost>()
  let isRefused = false
  const isHalted = (): boolean => isRefused || lead.hasGivenUp

  async function post(one: PreparedPost, isProbe: boolean): Promise<boolean> {
    lead.began(one)
    const mayRetry = (): Promise<boolean> => lead.mayRetry(one)
    const delivery = await options.deliver(one, { isProbe, isHalted, mayRetry })
    const { verdict } = delivery
    if (verdict === 'key' || verdict === 'configuration') isRefused = true
    lead.ended(one, verdict)
    const isDelivered = verdict === 'delivered'
    if (isDelivered) await options.onDelivered({ post: one, delivery })
    else results.push({ post: one, delivery })
    return isDelivered
  }

  const { plan, probe } = options
  if (plan === 'wait') return results
  if (plan === 'probe' && (probe === undefined || !(await post(probe, true)))) return results
  const queue = (plan === 'probe' ? posts.filter((one) => one !== probe) : posts).values()
  const work = async (): Promise<void> => {
    for (const one of queue) await post(one, false)
  }
  await Promise.all(Array.from({ length: Math.min(maxInFlight, posts.length) }, work))
  return results
}
