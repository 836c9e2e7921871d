import { expect, test } from 'vitest'
import { admitCandidates, type Candidate, laneOf } from './lanes'

const lane = (...values: string[]) =>
  laneOf(values.map((value, index) => ({ functionId: 'demo-f', key: `event.data.k${index}`, value })))
const job = (jobId: string, at: number, ...values: string[]): Candidate => ({
  runId: 'run',
  jobId,
  at,
  lane: lane(...values),
})

function admit(candidates: Candidate[], running: [string, number][], limits: number[], countMax = 99): string[] {
  const limitOf = (_functionId: string, key: string) => limits[Number(key.at(-1))]
  return admitCandidates(candidates, new Map(running), limitOf, countMax).map((candidate) => candidate.jobId)
}

test('no slots, no lane', () => {
  expect(laneOf([])).toBe('')
})

test('a long value is hashed, and still its own', () => {
  expect(lane('x'.repeat(1000)).length).toBeLessThan(200)
  expect(lane('x'.repeat(1000))).not.toBe(lane('y'.repeat(1000)))
})

test('oldest first, up to the limit, per value', () => {
  const candidates = [job('a3', 3, 'a'), job('a1', 1, 'a'), job('b4', 4, 'b'), job('a2', 2, 'a')]
  expect(admit(candidates, [], [2])).toEqual(['a1', 'a2', 'b4'])
})

test('calls under way count', () => {
  expect(admit([job('a1', 1, 'a'), job('b1', 2, 'b')], [[lane('a'), 1]], [1])).toEqual(['b1'])
})

test('with two limits both must have room, and a blocked job holds up nobody', () => {
  const candidates = [job('ax', 1, 'a', 'x'), job('ay', 2, 'a', 'y'), job('by', 3, 'b', 'y')]
  expect(admit(candidates, [[lane('c', 'x'), 1]], [1, 1])).toEqual(['ay'])
  expect(admit(candidates, [[lane('c', 'x'), 1]], [1, 2])).toEqual(['ax', 'by'])
})

test('a limit that is gone limits nothing; the count does', () => {
  const candidates = [job('1', 1, 'a'), job('2', 2, 'a'), job('3', 3, 'a')]
  expect(admit(candidates, [], [])).toEqual(['1', '2', '3'])
  expect(admit(candidates, [], [], 2)).toEqual(['1', '2'])
})
