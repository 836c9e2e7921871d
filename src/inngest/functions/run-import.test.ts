import { expect, it, vi } from 'vitest'
import { importStaged } from '@/domain/events'
import { newId } from '@/domain/ids'
import type { PlannedEvent } from '@/inngest/define-function'
import { runFunction } from '@/testing/run-function'
import { runImportFunction } from './run-import'

const turns = vi.hoisted(() => ({ left: 0, taken: 0 }))
vi.mock('@/domain/imports/run-import-turn', () => ({
  runImportTurn: async () => {
    turns.taken++
    return { outcome: turns.left-- > 1 ? 'enrolled' : 'stopped' }
  },
}))

/** Runs the function for an import that takes so many turns. */
async function run(importId: string, left: number): Promise<PlannedEvent[]> {
  Object.assign(turns, { left, taken: 0 })
  const sent: PlannedEvent[] = []
  await runFunction(runImportFunction, [importStaged.of({ importId })], {
    runId: 'run-1',
    isTrouble: () => false,
    send: (planned) => sent.push(planned),
  })
  return sent
}

it('ends with the turn in which there was nothing left to do', async () => {
  expect(await run(newId(), 3)).toEqual([])
  expect(turns.taken).toBe(3)
})

it('leaves what a hundred turns have not done to another run', async () => {
  const importId = newId()
  const sent = await run(importId, 101)
  expect(turns.taken).toBe(100)
  expect(sent).toMatchObject([{ event: { name: importStaged.name, data: { importId }, id: 'import-staged:run-1' } }])
})
