import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fillBatches, type OpenBatch } from './fill-batches'
import type { NewRun } from './start-runs'

function candidate(eventId: string, key: string, sizeMax = 3): NewRun {
  const batch = { key, sizeMax, intervalMs: 100 }
  return { id: `run-${eventId}`, functionId: 'demo-a', eventId, idempotencyKey: eventId, lane: '', delayMs: 100, batch }
}

const takers = (open: OpenBatch[], runs: NewRun[]) => fillBatches(open, runs).map(({ runId }) => runId)

test('an event joins the open batch of its key', () => {
  const open = [
    { runId: 'x', key: 'x', room: 2 },
    { runId: 'y', key: 'y', room: 1 },
  ]
  expect(takers(open, [candidate('1', 'x'), candidate('2', 'y'), candidate('3', 'x')])).toEqual(['x', 'y', 'x'])
})

test('what finds no room starts a run, which takes those behind it', () => {
  const runs = ['1', '2', '3', '4', '5'].map((id) => candidate(id, 'x'))
  expect(takers([{ runId: 'x', key: 'x', room: 1 }], runs)).toEqual(['x', 'run-2', 'run-2', 'run-2', 'run-5'])
})

test('each event is in one batch of its key, no batch is over its size, and no new one is begun while there is room', () => {
  const keys = fc.constantFrom('x', 'y', 'z')
  const openBatches = fc.array(fc.record({ key: keys, room: fc.integer({ min: 1, max: 3 }) }), { maxLength: 4 })
  fc.assert(
    fc.property(openBatches, fc.array(keys, { maxLength: 30 }), (rooms, keysOfEvents) => {
      const open = rooms.map((batch, n) => ({ ...batch, runId: `open-${n}` }))
      const runs = keysOfEvents.map((key, n) => candidate(String(n).padStart(3, '0'), key))
      const filled = fillBatches(open, runs)
      expect(filled.map(({ run }) => run)).toEqual(runs)
      for (const key of ['x', 'y', 'z']) {
        const of = filled.filter(({ run }) => run.batch.key === key)
        const counts = new Map<string, number>()
        for (const { runId } of of) counts.set(runId, (counts.get(runId) ?? 0) + 1)
        const openRoom = open.filter((batch) => batch.key === key).reduce((sum, { room }) => sum + room, 0)
        const begun = [...counts].filter(([runId]) => !runId.startsWith('open-'))
        expect(begun.length).toBe(Math.ceil(Math.max(0, of.length - openRoom) / 3))
        for (const [runId, count] of counts) {
          const batch = open.find((one) => one.runId === runId)
          expect(count).toBeLessThanOrEqual(batch?.room ?? 3)
          expect(batch?.key ?? key).toBe(key)
        }
      }
    }),
  )
})
