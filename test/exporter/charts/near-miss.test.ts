import { describe, expect, it } from 'vitest'
import { batch, batchOf, collect, counter, createBook } from './fake-metrics.ts'

describe('a rule whose metric is written otherwise than the instrument', () => {
  it.each([
    ['sign_ups', 'sign-ups'],
    ['signups', 'sign.ups'],
    ['Sign ups', 'signUps'],
    ['sign_ups:count=people', 'sign/ups'],
  ])('%s is said once beside %s, with the rule to write', (rule, metric) => {
    const book = createBook([rule])
    const { updates, notices } = collect(book, batch([counter(metric, [1])]))
    expect(updates).toEqual([])
    expect(notices).toEqual([{ level: 'warn', message: expect.stringContaining(`\`${metric}\``) }])
    expect(notices[0]?.message).toMatch(/write it as its instrument does: `sign[^`]*ups`$/iu)
    expect(collect(book, batch([counter(metric, [2])])).notices).toEqual([])
  })

  it('is said of each rule', () => {
    const metrics = batch([counter('sign.ups', [1]), counter('log.ins', [1])])
    expect(collect(createBook(['signups', 'logins']), metrics).notices).toHaveLength(2)
  })

  it('is said once however many metrics are near', () => {
    const names = ['sign.ups', 'sign-ups', 's.i.g.n.u.p.s']
    const metrics = batch(names.map((name) => counter(name, [1])))
    expect(collect(createBook(['signups']), metrics).notices).toHaveLength(1)
  })

  it.each([
    ['another word', ['sign-ups'], 'sign-up'],
    ['a rule with `*`', ['sign.*'], 'sign-ups'],
    ['no rules', [], 'sign-ups'],
  ])('is not suspected with %s', (_what, rules, metric) => {
    expect(collect(createBook(rules), batch([counter(metric, [1])])).notices).toEqual([])
  })

  it('is not suspected of the exporter’s own metrics', () => {
    const own = { '@spikelog-otel/exporter': [counter('spikelog.exporter.point.dropped', [1])] }
    const { notices } = collect(createBook(['spikelog_exporter_point_dropped']), batchOf(own))
    expect(notices).toEqual([])
  })
})
