import { isInRollout } from '@spikelog-otel/client/internals'
import type { SpikelogExporterOptions } from '@spikelog-otel/exporter'
import { describe, expect, it } from 'vitest'
import { counter, resourceMetrics } from '../support/metrics.ts'
import { useExporter } from '../support/use-exporter.ts'

const names = Array.from({ length: 50 }, (_, n) => `pod-${n}`)
const out = names.find((name) => !isInRollout(name, 0.5)) ?? ''
const included = names.find((name) => isInRollout(name, 0.5)) ?? ''
const at = { startMillis: 0, endMillis: 1000 }

async function isExported(
  { resource, environment }: { resource?: unknown; environment?: string },
  options: SpikelogExporterOptions = { rollout: 0.5 },
): Promise<boolean> {
  const { exporter, transport, exportNow } = useExporter(options, {
    environment: (name) => (name === 'OTEL_RESOURCE_ATTRIBUTES' ? environment : undefined),
  })
  const attributes = resource === undefined ? {} : { 'service.instance.id': resource }
  const metrics = resourceMetrics({ app: [counter('users', 1, at)] })
  exportNow({ ...metrics, resource: { attributes } as typeof metrics.resource })
  await exporter.forceFlush()
  const isPosted = transport.posts.length > 0
  expect(exporter.health().isIncluded).toBe(isPosted)
  return isPosted
}

describe('a rollout', () => {
  it('goes by service.instance.id of the resource', async () => {
    expect(
      await isExported({ resource: included, environment: `service.instance.id=${out}` }),
    ).toBe(true)
    expect(
      await isExported({ resource: out, environment: `service.instance.id=${included}` }),
    ).toBe(false)
  })

  it.each([
    (id: string) => `service.instance.id=${id}`,
    (id: string) => `service.name=shop, service.instance.id = ${id} ,a=b`,
    (id: string) => `broken,,=,service.instance.id=${id.replace('-', '%2D')}`,
  ])('goes by OTEL_RESOURCE_ATTRIBUTES when the resource has none (%#)', async (write) => {
    expect(await isExported({ environment: write(included) })).toBe(true)
    expect(await isExported({ environment: write(out) })).toBe(false)
  })

  it('goes by a number too, as the environment would write it', async () => {
    const all = Array.from({ length: 20 }, (_, n) => n)
    for (const id of all) {
      expect(await isExported({ resource: id })).toBe(isInRollout(String(id), 0.5))
    }
    expect(new Set(all.map((id) => isInRollout(String(id), 0.5))).size).toBe(2)
  })

  it('takes a value that is badly encoded as it is', async () => {
    const odd = `${out}%`
    expect(await isExported({ environment: `service.instance.id=${odd}` })).toBe(
      isInRollout(odd, 0.5),
    )
  })

  it('goes by the name its caller gives before all others', async () => {
    const { exporter, exportNow } = useExporter({ rollout: 0.5 }, { instance: out })
    const metrics = resourceMetrics({ app: [counter('users', 1, at)] })
    exportNow({
      ...metrics,
      resource: {
        attributes: { 'service.instance.id': included },
      } as unknown as typeof metrics.resource,
    })
    expect(exporter.health().isIncluded).toBe(false)
  })

  it('of 1 includes everybody and of 0 nobody', async () => {
    expect(await isExported({ resource: out }, { rollout: 1 })).toBe(true)
    expect(await isExported({ resource: included }, { rollout: 0 })).toBe(false)
  })

  it('answers SUCCESS and says once that this instance is left out', async () => {
    const { exporter, transport, logger } = useExporter({ rollout: 0.5 }, { instance: out })
    const codes: number[] = []
    for (let n = 0; n < 3; n += 1) {
      exporter.export(resourceMetrics({ app: [counter('users', 1, at)] }), ({ code }) =>
        codes.push(code),
      )
    }
    await exporter.shutdown()
    expect(codes).toEqual([0, 0, 0])
    expect(transport.posts).toEqual([])
    expect(
      logger.lines.filter(({ message }) => message.includes('not in the rollout')),
    ).toHaveLength(1)
    expect(exporter.health()).toMatchObject({ isIncluded: false, dropped: {}, pending: 0 })
  })
})
