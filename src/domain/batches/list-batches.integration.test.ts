import { beforeEach, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { listImports } from '@/domain/imports/list-imports'
import { runImportBatch } from '@/domain/imports/run-import-batch'
import { createSequences } from '@/domain/sequences/create-sequences'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { planImport, stageImport } from '@/testing/stage-import'
import type { BatchListQuery, BatchStatus } from './batch.schema'
import { listBatches } from './list-batches'
import { listCreators } from './list-creators'

let organization: TestOrganization

beforeEach(async () => {
  organization = await createTestOrganization()
})

/** @returns ids in the order of acceptance */
async function enroll(count: number, agent: 'alwaysOn' | 'withEmail' = 'alwaysOn'): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n += 1) {
    const contact = testContact(n, { toEmailAddress: 'a@example.com' })
    const request = { agentId: organization.agents[agent], body: { contacts: [contact] }, source: 'api' as const }
    ids.push((await enrollBatch(organization.actor, request)).batchId)
  }
  return ids
}

async function listed(query: { status?: BatchStatus; agentId?: string; limit?: number } = {}): Promise<string[]> {
  const { batches, nextCursor } = await listBatches(organization.actor, { limit: 50, ...query })
  expect(nextCursor).toBeNull()
  return batches.map(({ batchId }) => batchId)
}

it('tells of each batch what a list shows', async () => {
  const [batchId] = await enroll(1)
  const { batches } = await listBatches(organization.actor, { limit: 50 })
  expect(batches).toEqual([
    {
      batchId,
      agentId: organization.agents.alwaysOn,
      agentName: 'Always on',
      name: null,
      metadata: {},
      test: false,
      status: 'accepted',
      source: 'api',
      createdAt: expect.stringMatching(/Z$/),
      createdBy: 'First key',
      total: 1,
      accepted: 1,
      rejected: 0,
      chains: 0,
      progress: { done: 0, reached: 0 },
    },
  ])
})

it('is newest first, and pages do not lose or repeat batches of the same moment', async () => {
  const ids = await enroll(7)
  const createdAt = new Date('2026-01-01T00:00:00Z')
  await db().batch.updateMany({ where: { id: { in: ids.slice(1, 6) } }, data: { createdAt } })
  const all = await listed()
  expect([...all].sort()).toEqual([...ids].sort())
  expect(all.slice(2)).toEqual(ids.slice(1, 6).reverse())
  for (const limit of [1, 2, 3]) {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listBatches(organization.actor, { limit, cursor })
      expect(page.batches.length).toBeLessThanOrEqual(limit)
      seen.push(...page.batches.map(({ batchId }) => batchId))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(seen).toEqual(all)
  }
})

it('lists the batches of one agent alone', async () => {
  await enroll(2)
  const [own] = await enroll(1, 'withEmail')
  expect(await listed({ agentId: organization.agents.withEmail })).toEqual([own])
  expect(await listed({ agentId: organization.agents.misconfigured })).toEqual([])
  expect(await listed({ agentId: 'nonsense' })).toEqual([])
})

it('finds those of a status, as it is shown', async () => {
  const [accepted, active, paused, finished, pausedAndFinished] = (await enroll(5)) as [
    string,
    string,
    string,
    string,
    string,
  ]
  const set = (id: string, data: { status?: string; pausedAt?: Date }) => db().batch.update({ where: { id }, data })
  await set(active, { status: 'active' })
  await set(paused, { status: 'active', pausedAt: new Date() })
  await set(finished, { status: 'finished' })
  await set(pausedAndFinished, { status: 'finished', pausedAt: new Date() })
  expect(await listed({ status: 'accepted' })).toEqual([accepted])
  expect(await listed({ status: 'active' })).toEqual([active])
  expect(await listed({ status: 'paused' })).toEqual([paused])
  expect(await listed({ status: 'finished' })).toEqual([pausedAndFinished, finished])
  expect(await listed({ status: 'cancelled' })).toEqual([])
})

it('finds batches by a part of their name, whoever enrolled them, their source and their time', async () => {
  const contacts = [testContact(1)]
  const named = async (name: string, source: 'api' | 'console') =>
    (
      await enrollBatch(organization.actor, {
        agentId: organization.agents.alwaysOn,
        body: { contacts, name },
        source,
      })
    ).batchId
  const spring = await named('Spring renewals', 'api')
  const percent = await named('100% of spring_2', 'console')
  const [nameless] = await enroll(1)
  const find = async (query: Partial<BatchListQuery>) =>
    (await listBatches(organization.actor, { limit: 50, ...query })).batches.map(({ batchId }) => batchId)
  expect(await find({ search: 'SPRING' })).toEqual([percent, spring])
  // What stands for anything in LIKE stands for itself.
  expect(await find({ search: '100% of' })).toEqual([percent])
  expect(await find({ search: '%' })).toEqual([percent])
  expect(await find({ search: '_' })).toEqual([percent])
  expect(await find({ source: 'console' })).toEqual([percent])
  expect(await find({ createdBy: 'Nobody' })).toEqual([])
  expect(await find({ createdBy: organization.actor.label })).toEqual([nameless, percent, spring])
  expect(await find({ sort: 'oldest' })).toEqual([spring, percent, nameless])
  await db().batch.update({ where: { id: spring }, data: { createdAt: new Date('2026-01-01T00:00:00Z') } })
  expect(await find({ until: '2026-02-01T00:00:00Z' })).toEqual([spring])
  expect(await find({ since: '2026-02-01T00:00:00Z' })).toEqual([nameless, percent])
  expect(await listCreators(organization.actor)).toEqual([organization.actor.label])
})

it('pages through the oldest first, and refuses the cursor of another order', async () => {
  const ids = await enroll(5)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listBatches(organization.actor, { limit: 2, cursor, sort: 'oldest' })
    seen.push(...page.batches.map(({ batchId }) => batchId))
    cursor = page.nextCursor ?? undefined
    if (cursor) {
      await expect(listBatches(organization.actor, { limit: 2, cursor })).rejects.toMatchObject({
        code: 'VALIDATION_ERROR',
      })
    }
  } while (cursor !== undefined)
  expect(seen).toEqual(ids)
})

it('leaves out the batches of imports where that is asked for, and an import tells how far all of them are', async () => {
  const [own] = await enroll(1)
  const plan = planImport(organization.agents.alwaysOn, {
    batches: [[testContact(1), testContact(2)], [testContact(3)]],
  })
  const importId = await stageImport(organization.actor, plan)
  for (let number = 0; number < 2; number++) await runImportBatch({ importId })
  expect(await listed()).toHaveLength(3)
  const outside = await listBatches(organization.actor, { limit: 50, outsideImports: true })
  expect(outside.batches.map(({ batchId }) => batchId)).toEqual([own])
  for (const { batchId } of (await listBatches(organization.actor, { limit: 50 })).batches) {
    await createSequences({ batchId })
  }
  await db().sequence.updateMany({
    where: { organizationId: organization.organizationId, index: 0 },
    data: { status: 'done', lastResultType: 'Goal Completed', endedAt: new Date(), dueAt: null },
  })
  const { imports } = await listImports(organization.actor, { limit: 50 })
  expect(imports).toMatchObject([{ importId, accepted: 3, progress: { done: 2, reached: 2 } }])
  expect((await listBatches(organization.actor, { limit: 50, outsideImports: true })).batches).toMatchObject([
    { progress: { done: 1, reached: 1 } },
  ])
})
