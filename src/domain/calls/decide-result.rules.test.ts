import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideResult } from './decide-result.rules'

describe('decideResult', () => {
  it.each([
    ['requested', null, 'dialer', 'end'],
    ['requested', null, 'timeout', 'end'],
    ['placed', null, 'dialer', 'end'],
    ['placed', null, 'timeout', 'end'],
    ['ended', 'dialer', 'dialer', 'ignore'],
    ['ended', 'dialer', 'timeout', 'ignore'],
    ['ended', 'timeout', 'dialer', 'replace'],
    ['ended', 'timeout', 'timeout', 'ignore'],
    ['settled', 'dialer', 'dialer', 'ignore'],
    ['settled', 'dialer', 'timeout', 'ignore'],
    ['settled', 'timeout', 'dialer', 'replace'],
    ['settled', 'timeout', 'timeout', 'ignore'],
    ['withdrawn', null, 'dialer', 'ignore'],
    ['withdrawn', null, 'timeout', 'ignore'],
  ] as const)('%s by %s, then %s: %s', (status, resultSource, source, expected) => {
    expect(decideResult({ status, resultSource }, source)).toBe(expected)
  })

  it('any results in any order: one end, one replacement at most, and the dialer has the last word', () => {
    const sourceArbitrary = fc.constantFrom('dialer' as const, 'timeout' as const, 'settle' as const)
    fc.assert(
      fc.property(fc.array(sourceArbitrary, { minLength: 1 }), (events) => {
        const call: { status: string; resultSource: string | null } = { status: 'placed', resultSource: null }
        const did = { end: 0, replace: 0, ignore: 0 }
        for (const event of events) {
          if (event === 'settle') {
            if (call.status === 'ended') call.status = 'settled'
            continue
          }
          const decision = decideResult(call, event)
          did[decision]++
          if (decision === 'ignore') continue
          call.resultSource = event
          if (decision === 'end') call.status = 'ended'
        }
        const results = events.filter((event) => event !== 'settle')
        expect(did.end).toBe(Math.min(1, results.length))
        expect(did.replace).toBe(results[0] === 'timeout' && results.includes('dialer') ? 1 : 0)
        if (results.length > 0) expect(call.resultSource).toBe(results.includes('dialer') ? 'dialer' : 'timeout')
      }),
    )
  })
})
