import type { Batch } from '@/domain/batches/batch-answer.schema'
import { db } from '@/platform/db'
import { laterContact, laterContacts } from '@/testing/factories'
import { expect, expectError, test, waitForSequences } from './contract-test'

const LIFECYCLES = ['waiting', 'scheduled', 'in progress', 'done', 'failed', 'cancelled', 'skipped']

test('tells a batch from acceptance to its sequences', async ({ api, tenant }) => {
  const contacts = ['a', 'a', 'b', 'a', ''].map((account_id, n) => laterContact(n, { account_id }))
  const { agents } = tenant
  const enrolled = await api.enroll(agents.alwaysOn, { contacts, groupByField: 'account_id' })
  const { batchId } = enrolled.body
  const answer = await api.get<Batch>(`/batches/${batchId}`)
  expect(answer.status).toBe(200)
  expect(Object.keys(answer.body)).toEqual([
    'batchId',
    'agentId',
    'metadata',
    'test',
    'status',
    'source',
    'priority',
    'createdAt',
    'createdBy',
    'total',
    'accepted',
    'rejected',
    'sequences',
    'chains',
  ])
  expect(Object.keys(answer.body.sequences)).toEqual(LIFECYCLES)

  const active = await waitForSequences(api, batchId)
  expect(active).toEqual({
    batchId,
    agentId: agents.alwaysOn,
    test: false,
    status: 'active',
    source: 'api',
    priority: 'normal',
    createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    metadata: {},
    createdBy: 'First key',
    total: 5,
    accepted: 4,
    rejected: 1,
    sequences: { waiting: 2, scheduled: 2, 'in progress': 0, done: 0, failed: 0, cancelled: 0, skipped: 0 },
    chains: 2,
  })
})

test('1,000 contacts become 1,000 sequences', async ({ api, tenant }) => {
  const contacts = laterContacts(1000)
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
  const batch = await waitForSequences(api, batchId)
  expect(batch).toMatchObject({ status: 'active', accepted: 1000, sequences: { scheduled: 1000 } })
})

test('shows the priority that a batch or a single contact was enrolled with', async ({ api, tenant }) => {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact()], priority: 'low' })).body
  expect((await api.get<Batch>(`/batches/${batchId}`)).body.priority).toBe('low')
  const json = laterContact(1, { priority: 'now' })
  const path = `/agents/${tenant.agents.alwaysOn}/schedule/sequence`
  const single = await api.post<{ sequence: { batchId: string; customInputVariables: object } }>(path, { json })
  expect(single.status).toBe(201)
  expect(single.body.sequence.customInputVariables).not.toHaveProperty('priority')
  expect((await api.get<Batch>(`/batches/${single.body.sequence.batchId}`)).body.priority).toBe('now')
})

test('shows a batch that has failed or is paused', async ({ api, tenant }) => {
  const contacts = [laterContact()]
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts })).body
  await waitForSequences(api, batchId)
  await db().batch.update({ where: { id: batchId }, data: { pausedAt: new Date() } })
  expect((await api.get<Batch>(`/batches/${batchId}`)).body.status).toBe('paused')
  await db().batch.update({ where: { id: batchId }, data: { status: 'failed', pausedAt: null } })
  expect((await api.get<Batch>(`/batches/${batchId}`)).body.status).toBe('failed')
})

test('a batch of nobody, of another organization and no id at all answer alike', async ({ api, tenant, stranger }) => {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: [laterContact()] })).body
  const messages = new Set<string>()
  for (const id of [batchId, '01a20983-26f8-75d9-89a6-70b0a20bc8d2', 'x', batchId.slice(0, -1), `${batchId}0`]) {
    for (const path of ['', '/sequences', '/rejected']) {
      const answer = await stranger.api.get(`/batches/${id}${path}`)
      expectError(answer, 404, 'BATCH_NOT_FOUND')
      messages.add(answer.body.message)
    }
  }
  expect(messages.size).toBe(1)
  expect((await api.get(`/batches/${batchId}`)).status).toBe(200)
})
