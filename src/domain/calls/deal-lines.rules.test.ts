import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Candidate, type Dealing, dealLines, type ShareOfCalls } from './deal-lines.rules'

const call = (id: string, chainId: string | null = null): Candidate => ({ id, chainId })
const share = (shareId: string, ...candidates: Candidate[]): ShareOfCalls<Candidate> => ({
  shareId,
  candidates,
  isWhole: true,
})
const deal = (free: number, shares: ShareOfCalls<Candidate>[], changes: Partial<Dealing<Candidate>> = {}) =>
  dealLines({ free, rotation: { shares, isWhole: true }, takenChains: new Set(), ...changes })
const dealt = (ids: string, lastShareId: string | null) => ({
  kind: 'dealt',
  calls: [...ids].map((id) => expect.objectContaining({ id })),
  lastShareId,
})

describe('the lines go from share to share', () => {
  const shares = [share('x', call('a'), call('b'), call('c')), share('y', call('d')), share('z', call('e'), call('f'))]

  it.each([
    [1, 'a', 'x'],
    [2, 'ad', 'y'],
    [3, 'ade', 'z'],
    [4, 'adeb', 'x'],
    [5, 'adebf', 'z'],
    [6, 'adebfc', 'x'],
    [9, 'adebfc', 'x'],
  ])('%i of them', (free, ids, last) => {
    expect(deal(free, shares)).toEqual(dealt(ids, last))
  })

  it('and nobody gets any where there is none', () => {
    expect(deal(3, [])).toEqual(dealt('', null))
    expect(deal(3, [share('x')])).toEqual(dealt('', null))
  })
})

describe('a chain gets one line', () => {
  it('within a share, and the next of the share gets the other', () => {
    expect(deal(3, [share('x', call('a', 'A'), call('b', 'A'), call('c'))])).toEqual(dealt('ac', 'x'))
  })

  it('between shares', () => {
    expect(deal(3, [share('x', call('a', 'A')), share('y', call('b', 'A'), call('c', 'B'))])).toEqual(dealt('ac', 'y'))
  })

  it('and none when it is called already', () => {
    const takenChains = new Set(['A'])
    expect(deal(3, [share('x', call('a', 'A'), call('b', 'B'))], { takenChains })).toEqual(dealt('b', 'x'))
  })
})

describe('what is not known is asked for', () => {
  const some: ShareOfCalls<Candidate> = { shareId: 'x', candidates: [call('a', 'A'), call('b', 'A')], isWhole: false }

  it('the calls of a share that has no more to give, of all such shares at once', () => {
    const none = { ...share('y'), isWhole: false }
    expect(deal(2, [some, none])).toEqual({ kind: 'more calls', shareIds: ['y'] })
    expect(deal(3, [some, share('z')])).toEqual({ kind: 'more calls', shareIds: ['x'] })
    expect(deal(3, [{ ...share('w'), isWhole: false }, none])).toEqual({ kind: 'more calls', shareIds: ['w', 'y'] })
  })

  it('the shares that come before a second line of anybody', () => {
    const rotation = { shares: [share('x', call('a'), call('b'))], isWhole: false }
    expect(deal(2, [], { rotation })).toEqual({ kind: 'more shares' })
    expect(deal(1, [], { rotation })).toEqual(dealt('a', 'x'))
  })
})

/** Shares with calls of few chains, so that there are many of the same one. */
const anyShares = fc
  .array(fc.array(fc.constantFrom('A', 'B', 'C', null, null, null), { maxLength: 8 }), { maxLength: 6 })
  .map((shares) =>
    shares.map((chains, at) => share(`s${at}`, ...chains.map((chainId, n) => call(`s${at}-${n}`, chainId)))),
  )
const anyFree = fc.integer({ min: 1, max: 30 })
const anyTaken = fc.uniqueArray(fc.constantFrom('A', 'B', 'C')).map((chains) => new Set<string>(chains))

/** Deals until it is known: shares are told one by one, and their calls so many at a time. */
function dealBitByBit(free: number, all: readonly ShareOfCalls<Candidate>[], takenChains: Set<string>, step: number) {
  const shares: ShareOfCalls<Candidate>[] = []
  for (let asked = 0; asked < 1_000; asked++) {
    const found = dealLines({ free, rotation: { shares, isWhole: shares.length === all.length }, takenChains })
    if (found.kind === 'dealt') return found
    if (found.kind === 'more shares') {
      const next = all[shares.length] as ShareOfCalls<Candidate>
      shares.push({ ...next, candidates: [], isWhole: false })
      continue
    }
    expect(found.shareIds.length).toBeGreaterThan(0)
    for (const shareId of found.shareIds) {
      const at = shares.findIndex((one) => one.shareId === shareId)
      const known = (shares[at] as ShareOfCalls<Candidate>).candidates.length
      const whole = (all[at] as ShareOfCalls<Candidate>).candidates
      const candidates = whole.slice(0, known + step)
      shares[at] = { shareId, candidates, isWhole: candidates.length < known + step }
    }
  }
  throw new Error('It asks without an end.')
}

describe('whatever is due', () => {
  it('no line is left to a call that could have had it, and no chain gets two', () => {
    fc.assert(
      fc.property(anyFree, anyShares, anyTaken, (free, shares, takenChains) => {
        const found = deal(free, shares, { takenChains })
        if (found.kind !== 'dealt') throw new Error('All was known.')
        expect(found.calls.length).toBeLessThanOrEqual(free)
        const chains = found.calls.flatMap(({ chainId }) => chainId ?? [])
        expect(new Set(chains).size).toBe(chains.length)
        expect(chains.filter((chain) => takenChains.has(chain))).toEqual([])
        if (found.calls.length === free) return
        const left = shares.flatMap(({ candidates }) => candidates).filter((one) => !found.calls.includes(one))
        const blocked = new Set([...takenChains, ...chains])
        expect(left.filter(({ chainId }) => chainId === null || !blocked.has(chainId))).toEqual([])
      }),
    )
  })

  it('a share gives its calls in their order, and none gets two lines more than another that had a call to give', () => {
    fc.assert(
      fc.property(anyFree, anyShares, (free, shares) => {
        const alone = shares.map((one) => share(one.shareId, ...one.candidates.map(({ id }) => call(id))))
        const found = deal(free, alone)
        if (found.kind !== 'dealt') throw new Error('All was known.')
        const given = alone.map(({ candidates }) => found.calls.filter((one) => candidates.includes(one)))
        for (const [at, { candidates }] of alone.entries()) {
          expect(given[at]).toEqual(candidates.slice(0, given[at]?.length))
          const hasMore = candidates.length > (given[at]?.length ?? 0)
          for (const other of given) {
            if (hasMore) expect(other.length - (given[at]?.length ?? 0)).toBeLessThanOrEqual(1)
          }
        }
      }),
    )
  })

  it('it is the same deal, however little is looked up at once', () => {
    fc.assert(
      fc.property(anyFree, anyShares, anyTaken, fc.integer({ min: 1, max: 3 }), (free, shares, taken, step) => {
        expect(dealBitByBit(free, shares, taken, step)).toEqual(deal(free, shares, { takenChains: taken }))
      }),
    )
  })

  it('dealing line by line, each time behind the share that got the last one, is the same as all at once', () => {
    fc.assert(
      fc.property(anyFree, anyShares, (free, shares) => {
        const left = shares.map((one) => share(one.shareId, ...one.candidates.map(({ id }) => call(id))))
        const atOnce = deal(free, left)
        const inTurn: Candidate[] = []
        let last: string | null = null
        while (inTurn.length < free) {
          const from = left.findIndex(({ shareId }) => shareId === last) + 1
          const found = deal(1, [...left.slice(from), ...left.slice(0, from)])
          if (found.kind !== 'dealt' || found.calls.length === 0) break
          inTurn.push(...found.calls)
          last = found.lastShareId
          const at = left.findIndex(({ shareId }) => shareId === last)
          const from0 = left[at] as ShareOfCalls<Candidate>
          left[at] = { ...from0, candidates: from0.candidates.slice(1) }
        }
        expect(atOnce).toMatchObject({ calls: inTurn, lastShareId: last })
      }),
    )
  })
})
