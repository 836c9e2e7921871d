import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ChainMember, nextChainMove } from './chain-turn.rules'
import { LIFECYCLE_STATUSES } from './sequence-statuses.rules'

const ENDED = ['done', 'failed', 'cancelled', 'skipped']

/**
 * Makes the members of a chain from one letter each, in calling order: `w` waits, `s` is scheduled, `p` is in progress,
 * `g` has given up its turn, `d` is done.
 */
function members(states: string): ChainMember[] {
  const statuses = { w: 'waiting', s: 'scheduled', p: 'in progress', g: 'in progress', d: 'done' } as const
  return [...states].map((state, position) => ({
    id: `${position}`,
    position,
    status: statuses[state as keyof typeof statuses],
    gaveUpTurn: state === 'g',
  }))
}

describe('nextChainMove', () => {
  it.each([
    ['nobody is in it', '', { kind: 'close' }],
    ['nobody is left', 'ddd', { kind: 'close' }],
    ['somebody is scheduled', 'swww', { kind: 'stay' }],
    ['somebody is being called', 'dpww', { kind: 'stay' }],
    ['the turn was given up, and is taken', 'gsw', { kind: 'stay' }],
    ['the turn was given up', 'gww', { kind: 'activate', id: '1' }],
    ['the turn was given up twice', 'ggw', { kind: 'activate', id: '2' }],
    ['the one with the turn has ended', 'dww', { kind: 'activate', id: '1' }],
    ['one in the middle has ended', 'ddwdw', { kind: 'activate', id: '2' }],
    ['nobody has ever had the turn', 'ww', { kind: 'activate', id: '0' }],
    ['nobody waits any more', 'gdg', { kind: 'stay' }],
    ['nobody waits, and one has the turn', 'ddp', { kind: 'stay' }],
  ])('%s: %s', (_what, states, move) => {
    expect(nextChainMove(members(states))).toEqual(move)
  })

  it('goes by place and not by the order in which it is told', () => {
    expect(nextChainMove(members('gwww').reverse())).toEqual({ kind: 'activate', id: '1' })
  })

  const memberArbitrary = fc.record({
    status: fc.constantFrom(...LIFECYCLE_STATUSES),
    gaveUpTurn: fc.boolean(),
  })
  const chainArbitrary = fc
    .array(memberArbitrary, { maxLength: 8 })
    .map((all): ChainMember[] => all.map((member, position) => ({ ...member, id: `${position}`, position })))

  const hasTurn = ({ status, gaveUpTurn }: ChainMember) =>
    (status === 'scheduled' || status === 'in progress') && !gaveUpTurn

  it('any chain: closes when nobody is left, and else keeps or makes somebody with the turn while somebody waits', () => {
    fc.assert(
      fc.property(chainArbitrary, (chain) => {
        const move = nextChainMove(chain)
        const open = chain.filter(({ status }) => !ENDED.includes(status))
        const waiting = open.filter(({ status }) => status === 'waiting')
        expect(move.kind === 'close').toBe(open.length === 0)
        expect(move.kind === 'activate').toBe(waiting.length > 0 && !open.some(hasTurn))
        if (move.kind === 'activate') expect(move.id).toBe(waiting[0]?.id)
      }),
    )
  })

  it('any chain: made, the move is made; nothing more follows of it', () => {
    fc.assert(
      fc.property(chainArbitrary, (chain) => {
        const move = nextChainMove(chain)
        if (move.kind !== 'activate') return
        const after = chain.map((member) =>
          member.id === move.id ? { ...member, status: 'scheduled' as const, gaveUpTurn: false } : member,
        )
        expect(nextChainMove(after)).toEqual({ kind: 'stay' })
      }),
    )
  })

  it('any chain that ends one by one: each gets the turn once, in order', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 }), (size) => {
        const chain = members('w'.repeat(size))
        const turns: string[] = []
        for (;;) {
          const move = nextChainMove(chain)
          if (move.kind !== 'activate') break
          turns.push(move.id)
          const member = chain.find(({ id }) => id === move.id) as ChainMember
          member.status = 'done'
        }
        expect(turns).toEqual(chain.map(({ id }) => id))
        expect(nextChainMove(chain)).toEqual({ kind: 'close' })
      }),
    )
  })
})
