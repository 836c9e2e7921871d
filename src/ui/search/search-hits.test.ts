import { expect, it } from 'vitest'
import type { Found } from '@/ui/router-outputs'
import { groupsOf } from './search-hits'

const person = {
  phoneNumber: '+14155552671',
  sequenceId: 'call-sequence.1',
  matchedBy: 'number',
} as Found['people'][number]
const work = { kind: 'batch', id: 'b' } as Found['work'][number]

it('leads each hit to its page, and leaves empty groups out', () => {
  const found: Found = {
    people: [person, { ...person, matchedBy: 'id' }],
    morePeople: false,
    work: [work, { ...work, kind: 'import', id: 'i' }],
    agents: [],
  }
  expect(groupsOf(found).map(({ title, hits }) => [title, hits.map(({ href }) => href)])).toEqual([
    ['People', ['/people/+14155552671', '/sequences/call-sequence.1']],
    ['Batches and imports', ['/batches/b', '/imports/i']],
  ])
  expect(groupsOf({ people: [], morePeople: false, work: [], agents: [] })).toEqual([])
})
