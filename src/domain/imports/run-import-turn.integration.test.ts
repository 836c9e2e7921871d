import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { importStaged, workDue } from '@/domain/events'
import { db } from '@/platform/db'
import { checkInvariants } from '@/testing/check-invariants'
import { EventLoop } from '@/testing/event-loop'
import { createTestOrganization, laterContact, type TestOrganization } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import { getImport } from './get-import'
import { pauseImport } from './pause-import'
import * as batches from './run-import-batch'
import { runImportTurn } from './run-import-turn'

let home: TestOrganization
const loop = new EventLoop()

beforeEach(async () => {
  home = await createTestOrganization()
  await loop.reset()
})
afterEach(() => vi.restoreAllMocks())

/** Stages an import of so many batches of two. */
const stage = (count: number) =>
  stageImport(
    home.actor,
    planImport(home.agents.alwaysOn, {
      batches: Array.from({ length: count }, (_, at) => [laterContact(2 * at), laterContact(2 * at + 1)]),
    }),
  )

/** Lets a batch take so long, on the process's clock, and calls `after` with the number of each. */
function watchBatches({ takesMs, after = async () => {} }: { takesMs: number; after?: (n: number) => Promise<void> }) {
  const { runImportBatch } = batches
  let ended = 0
  vi.spyOn(performance, 'now').mockImplementation(() => ended * takesMs)
  vi.spyOn(batches, 'runImportBatch').mockImplementation(async (input) => {
    const ran = await runImportBatch(input)
    await after(++ended)
    return ran
  })
}

it('enrolls every batch with its sequences, so that nothing of them is left to another function', async () => {
  const importId = await stage(3)
  await loop.reset()
  expect(await runImportTurn({ importId })).toEqual({ outcome: 'stopped' })
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'completed', accepted: 6, waiting: 0 })
  const created = await db().batch.findMany({ where: { organizationId: home.organizationId } })
  expect(created.map(({ status }) => status)).toEqual(['active', 'active', 'active'])
  expect(await db().sequence.count({ where: { organizationId: home.organizationId } })).toBe(6)
  expect(new Set((await loop.pending()).map(({ name }) => name))).toEqual(new Set([workDue.name]))
  await checkInvariants(home.organizationId)
})

it('leaves the rest to the next turn when its time is over', async () => {
  const importId = await stage(5)
  watchBatches({ takesMs: 700 })
  expect(await runImportTurn({ importId })).toEqual({ outcome: 'enrolled' })
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'running', accepted: 6, waiting: 4 })
  expect(await runImportTurn({ importId })).toEqual({ outcome: 'stopped' })
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'completed', accepted: 10 })
})

it('stops at the next batch when it is paused', async () => {
  const importId = await stage(4)
  watchBatches({
    takesMs: 0,
    after: async (ended) => {
      if (ended === 2) await pauseImport(home.actor, importId)
    },
  })
  expect(await runImportTurn({ importId })).toEqual({ outcome: 'stopped' })
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'paused', accepted: 4, waiting: 4 })
})

it('keeps what it has enrolled when a batch fails', async () => {
  const importId = await stage(3)
  watchBatches({
    takesMs: 0,
    after: async (ended) => {
      if (ended === 2) throw new Error('The database went away.')
    },
  })
  await expect(runImportTurn({ importId })).rejects.toThrow('went away')
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'running', accepted: 4, waiting: 2 })
})

it('a run leaves what a hundred turns have not enrolled to another run', async () => {
  const importId = await stage(102)
  watchBatches({ takesMs: 3_000 })
  const [staged] = (await loop.pending()).filter(({ name }) => name === importStaged.name)
  if (!staged) throw new Error('The import was not announced.')
  await loop.handle(staged)
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'running', accepted: 200, waiting: 4 })
  const [next] = (await loop.pending()).filter(({ name }) => name === importStaged.name)
  if (!next) throw new Error('The rest was left to nobody.')
  await loop.handle(next)
  expect(await getImport(home.actor, importId)).toMatchObject({ status: 'completed', accepted: 204 })
})
