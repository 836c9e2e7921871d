import fc from 'fast-check'
import { expect, it } from 'vitest'
import { splitByTurn } from './split-by-turn.rules'

const call = (id: number, sequenceId: string, chainId: string | null) => ({ id, sequenceId, chainId })

it('calls of different people are one set', () => {
  const calls = [call(1, 'a', null), call(2, 'b', 'x'), call(3, 'c', 'y')]
  expect(splitByTurn(calls)).toEqual([calls])
  expect(splitByTurn([])).toEqual([])
})

it('a second call of a sequence or a chain comes after the first', () => {
  const [first, second, third, other] = [call(1, 'a', 'x'), call(2, 'b', 'x'), call(3, 'a', 'x'), call(4, 'c', null)]
  expect(splitByTurn([first, second, third, other, call(5, 'c', null)])).toEqual([
    [first, other],
    [second, call(5, 'c', null)],
    [third],
  ])
})

it('every call is in one set, none meets another of its chain or sequence there, and those keep their order', () => {
  const chainOf: Record<string, string | null> = { a: null, b: 'x', c: 'x', d: 'y', e: null }
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...Object.keys(chainOf)), { maxLength: 40 }), (sequences) => {
      const calls = sequences.map((sequenceId, id) => call(id, sequenceId, chainOf[sequenceId] ?? null))
      const sets = splitByTurn(calls)
      const owner = ({ chainId, sequenceId }: (typeof calls)[number]) => chainId ?? sequenceId
      for (const set of sets) expect(new Set(set.map(owner)).size).toBe(set.length)
      expect(sets.flat().toSorted((one, other) => one.id - other.id)).toEqual(calls)
      for (const name of new Set(calls.map(owner))) {
        const ids = sets.flat().flatMap((one) => (owner(one) === name ? one.id : []))
        expect(ids).toEqual(ids.toSorted((one, other) => one - other))
      }
    }),
  )
})
