import { describe, expect, it } from 'vitest'
import { decidePlacement, type PlacementFacts } from './decide-placement.rules'

const FREE: PlacementFacts = {
  attempted: false,
  sequenceEnded: false,
  held: false,
  agentActive: true,
  mayCall: true,
}

const OBSTACLES: Partial<PlacementFacts>[] = [
  { sequenceEnded: true },
  { held: true },
  { agentActive: false },
  { mayCall: false },
]

/** Every combination of none, some or all of the obstacles. */
const combinations = Array.from({ length: 2 ** OBSTACLES.length }, (_, bits) =>
  Object.assign({}, ...OBSTACLES.filter((_obstacle, at) => bits & (1 << at))),
) as Partial<PlacementFacts>[]

describe('decidePlacement', () => {
  it.each(combinations)('%j', (obstacles) => {
    const isFree = Object.keys(obstacles).length === 0
    expect(decidePlacement({ ...FREE, ...obstacles })).toBe(isFree ? 'ask' : 'withdraw')
    // Who may have been called already is never called by another call instead.
    expect(decidePlacement({ ...FREE, ...obstacles, attempted: true })).toBe(isFree ? 'ask' : 'giveUp')
  })
})
