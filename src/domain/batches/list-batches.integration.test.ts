import { beforeEach, expect, it } from 'vitest'
import { enrollBatch } from '@/domain/enrollment/enroll-batch'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import type { BatchStatus } from './batch.schema'
import { listBatches } from './list-batches'

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
      status: 'accepted',
      source: 'api',
      createdAt: expect.stringMatching(/Z$/),
      createdBy: 'First key',
      total: 1,
      accepted: 1,
      rejected: 0,
      chains: 0,
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
