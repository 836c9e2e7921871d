import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hoursNeeded } from '@/domain/capacity/estimate-end.rules'
import { countReasons } from '@/domain/enrollment/summarize-dry-run.rules'
import type { Estimate } from '@/ui/router-outputs'
import { addBatch, type BatchAnswer, emptyPreflight, estimateAll, isWhole, type Preflight } from './sum-preflight'

const estimate = (hoursNeeded: number, endsAt: string | null) => ({
  ...{ hoursNeeded, endsAt, lines: 25, callsPerMinute: null, callSeconds: 90, callsMeasured: 0, callsAhead: 0 },
  hasLaterCalls: false,
})

const answer = (changes: Partial<BatchAnswer> = {}): BatchAnswer => ({
  ...{ reasons: [], firstCallAt: null, lastCallAt: null, estimate: null },
  ...changes,
})

const MONDAY = '2026-12-07T15:00:00.000Z'
const TUESDAY = '2026-12-08T15:00:00.000Z'
const EARLY = '2026-12-01T00:00:00.000Z'
const FRIDAY = '2026-12-11T15:00:00.000Z'

describe('the sum of batches', () => {
  it('counts who is rejected, by reason, and has the first and the last moment of all', () => {
    let sum = emptyPreflight(5)
    expect([isWhole(sum), isWhole(emptyPreflight(0))]).toEqual([false, true])
    const reasons: BatchAnswer['reasons'] = [{ code: 'CONSENT_REQUIRED', contacts: 1, indexes: [1] }]
    sum = addBatch(sum, answer({ reasons, firstCallAt: TUESDAY, lastCallAt: TUESDAY }), [4, 9])
    sum = addBatch(sum, answer({ reasons, firstCallAt: MONDAY, lastCallAt: FRIDAY }), [2, 3])
    expect([sum.asked, isWhole(sum)]).toEqual([4, false])
    sum = addBatch(sum, answer({ reasons: [{ code: 'NEVER_CALLABLE', contacts: 1, indexes: [0] }] }), [7])
    expect(sum).toEqual({
      asked: 5,
      contacts: 5,
      rejected: 3,
      faults: [
        { code: 'CONSENT_REQUIRED', rows: 2, first: [3, 9] },
        { code: 'NEVER_CALLABLE', rows: 1, first: [7] },
      ],
      firstCallMs: Date.parse(MONDAY),
      lastCallMs: Date.parse(FRIDAY),
      work: null,
    })
    expect(isWhole(sum)).toBe(true)
  })

  it('is what one request of all rows would say, however they are cut', () => {
    const codes = fc.constantFrom('CONSENT_REQUIRED', 'NEVER_CALLABLE', 'SUPPRESSED', null)
    fc.assert(
      fc.property(fc.array(fc.tuple(codes, fc.nat(3)), { maxLength: 60 }), (rows) => {
        const rejectedOf = (batch: readonly { code: (typeof rows)[number][0]; record: number }[]) =>
          countReasons(
            batch.flatMap(({ code }, index) => (code ? [{ index, code, phoneNumber: '', error: '', errors: [] }] : [])),
          )
        const all = rows.map(([code, batch], at) => ({ code, batch, record: at + 2 }))
        const batches = [0, 1, 2, 3].map((one) => all.filter(({ batch }) => batch === one))
        const sumOf = (parts: readonly (typeof all)[]): Preflight =>
          parts.reduce(
            (sum, part) =>
              addBatch(
                sum,
                answer({ reasons: rejectedOf(part) }),
                part.map(({ record }) => record),
              ),
            emptyPreflight(all.length),
          )
        const byCode = ({ faults, ...sum }: Preflight) => ({
          ...sum,
          faults: faults.toSorted((a, b) => a.code.localeCompare(b.code)),
        })
        expect(byCode(sumOf(batches))).toEqual(byCode(sumOf([all])))
        expect(sumOf(batches).faults.map(({ rows }) => rows)).toEqual(sumOf([all]).faults.map(({ rows }) => rows))
      }),
    )
  })
})

describe('the hours of all', () => {
  const sumOf = (...estimates: BatchAnswer['estimate'][]) =>
    estimates.reduce((sum, one) => addBatch(sum, answer({ estimate: one }), [1]), emptyPreflight(9))

  it.each([
    ['nobody is called', sumOf(null), MONDAY],
    ['one batch knows the hours of its places', sumOf(estimate(1, TUESDAY), null), TUESDAY],
    ['one batch is not behind what the windows alone say', sumOf(estimate(1, EARLY)), EARLY],
    ['several take as long as the longest', sumOf(estimate(1, FRIDAY), estimate(2, TUESDAY)), FRIDAY],
    ['several take no less than all by the windows', sumOf(estimate(1, EARLY), estimate(2, null), null), null],
    ['and as all by the windows', sumOf(estimate(1, EARLY), estimate(2, '2026-12-02T00:00:00Z')), MONDAY],
  ])('%s', (_, sum, endsAt) => {
    expect(estimateAll(estimate(7, MONDAY), sum)).toEqual(estimate(7, endsAt))
  })

  it('are what one request of all contacts would say, however they are cut, and in whatever order', () => {
    const power = fc.record({
      lines: fc.integer({ min: 1, max: 500 }),
      callMs: fc.integer({ min: 1_000, max: 600_000 }),
      callsPerMinute: fc.option(fc.integer({ min: 1, max: 600 })),
    })
    // None of a batch may be left after the rules of the places.
    const batch = fc.record({ calls: fc.nat(1_000), endsInHours: fc.option(fc.integer({ min: 1, max: 1_000 })) })
    fc.assert(
      fc.property(fc.array(batch, { minLength: 1, maxLength: 200 }), power, (batches, by) => {
        const estimateOf = ({ calls, endsInHours }: { calls: number; endsInHours: number | null }) =>
          calls === 0
            ? null
            : estimate(
                Number(hoursNeeded(calls, by).toFixed(2)),
                endsInHours === null ? null : new Date(Date.parse(EARLY) + endsInHours * 3_600_000).toISOString(),
              )
        const calls = batches.reduce((sum, each) => sum + each.calls, 0)
        fc.pre(calls > 0)
        const called = batches.filter((each) => each.calls > 0).map(({ endsInHours }) => endsInHours)
        const endsInHours = called.includes(null) ? null : Math.max(...called.map(Number))
        const whole = estimateOf({ calls, endsInHours }) as Estimate
        // The windows alone let nobody be called later than the rules of the places do as well.
        const byWindows = { ...whole, endsAt: EARLY }
        expect(estimateAll(byWindows, sumOf(whole))).toEqual(whole)
        expect(estimateAll(byWindows, sumOf(...batches.map(estimateOf)))).toEqual(whole)
        expect(estimateAll(byWindows, sumOf(...batches.toReversed().map(estimateOf)))).toEqual(whole)
      }),
    )
  })
})
