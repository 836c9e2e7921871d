import type { Batch, BatchSequences } from '@/domain/batches/batch-answer.schema'
import { db } from '@/platform/db'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import type { TestOrganization } from '@/testing/factories'
import { laterContact, laterContacts } from '@/testing/factories'
import type { ApiClient } from './api-client'

type SequenceBody = { sequenceId: string; dueAt: string | null; createdAt: string }

import { expect, expectError, faultPaths, inDays, test, waitForSequences } from './contract-test'

async function enrollAndWait(api: ApiClient, tenant: TestOrganization, body: object): Promise<string> {
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, body)).body
  await waitForSequences(api, batchId)
  return batchId
}

test('tells all of a sequence', async ({ api, tenant }) => {
  const scheduledAt = inDays(1)
  const batchId = await enrollAndWait(api, tenant, {
    contacts: [
      laterContact(0, { name: '' }),
      laterContact(1, {
        phoneNumber: '+1 (555) 000-0001',
        scheduledAt,
        phoneNumberExt: '9',
        timezone: 'Asia/Kolkata',
        account_id: 'a',
        note: 'x',
      }),
      laterContact(2, { scheduledAt, account_id: 'a' }),
    ],
    groupByField: 'account_id',
  })
  const answer = await api.get<BatchSequences>(`/batches/${batchId}/sequences`)
  expect(answer.status).toBe(200)
  const sequenceId = expect.stringMatching(/^call-sequence\.[0-7][0-9a-hjkmnp-tv-z]{25}$/)
  expect(answer.body).toEqual({
    sequences: [
      {
        sequenceId,
        index: 1,
        name: 'Contact 1',
        phoneNumber: '+15550000001',
        phoneNumberExt: '9',
        phoneNumberWritten: '+1 (555) 000-0001',
        externalId: null,
        timezone: 'Asia/Kolkata',
        scheduledAt,
        lifecycleStatus: 'scheduled',
        customInputVariables: { account_id: 'a', note: 'x' },
        chain: { value: 'a', position: 0 },
        result: 'open',
        lastResultType: null,
      },
      {
        sequenceId,
        index: 2,
        name: 'Contact 2',
        phoneNumber: '+15550000002',
        phoneNumberExt: null,
        phoneNumberWritten: '+15550000002',
        externalId: null,
        timezone: 'America/New_York',
        scheduledAt,
        lifecycleStatus: 'waiting',
        customInputVariables: { account_id: 'a' },
        chain: { value: 'a', position: 1 },
        result: 'open',
        lastResultType: null,
      },
    ],
    nextCursor: null,
  })
})

test('a contact of a request without groupByField has no chain', async ({ api, tenant }) => {
  const batchId = await enrollAndWait(api, tenant, { contacts: [laterContact()] })
  const { body } = await api.get<BatchSequences>(`/batches/${batchId}/sequences`)
  expect(body.sequences).toMatchObject([{ chain: null, phoneNumberExt: null, customInputVariables: {} }])
})

test('pages go through all of them in the order sent', async ({ api, tenant }) => {
  const contacts = laterContacts(450).map((contact, n) => (n % 45 === 0 ? {} : contact))
  const batchId = await enrollAndWait(api, tenant, { contacts })
  const valid = Array.from({ length: 450 }, (_, n) => n).filter((n) => n % 45 !== 0)
  for (const limit of [200, 7]) {
    const seen: number[] = []
    const sizes: number[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
      const { body }: { body: BatchSequences } = await api.get<BatchSequences>(
        `/batches/${batchId}/sequences?limit=${limit}${from}`,
      )
      seen.push(...body.sequences.map(({ index }) => index))
      sizes.push(body.sequences.length)
      cursor = body.nextCursor
    }
    expect(seen).toEqual(valid)
    expect(new Set(sizes.slice(0, -1))).toEqual(new Set([limit]))
  }
})

test('a page that ends with the last one has no next', async ({ api, tenant }) => {
  const contacts = laterContacts(4)
  const batchId = await enrollAndWait(api, tenant, { contacts })
  const page = (query: string) => api.get<BatchSequences>(`/batches/${batchId}/sequences?${query}`)
  expect((await page('limit=4')).body.nextCursor).toBeNull()
  const first = await page('limit=2')
  expect(first.body.nextCursor).not.toBeNull()
  const second = await page(`limit=2&cursor=${first.body.nextCursor}`)
  expect(second.body.sequences.map(({ index }) => index)).toEqual([2, 3])
  expect(second.body.nextCursor).toBeNull()
})

test('right after the 202 those that do not exist yet are listed as they will be', async ({ api, tenant }) => {
  const contacts = ['a', 'a', 'b', ''].map((account_id, n) => laterContact(n, { account_id }))
  const batchId = await enrollAndWait(api, tenant, {
    contacts: [...contacts, laterContact(9, { account_id: 'b' })],
    groupByField: 'account_id',
  })
  const read = async () => ({
    batch: (await api.get<Batch>(`/batches/${batchId}`)).body,
    all: (await api.get<BatchSequences>(`/batches/${batchId}/sequences`)).body.sequences,
    waiting: (await api.get<BatchSequences>(`/batches/${batchId}/sequences?lifecycleStatus=waiting`)).body.sequences,
  })
  const after = await read()
  expect(after.all.map(({ lifecycleStatus }) => lifecycleStatus)).toEqual([
    'scheduled',
    'waiting',
    'scheduled',
    'waiting',
  ])
  const details = await Promise.all(
    after.all.map(({ sequenceId }) => api.get<SequenceBody>(`/sequences/${sequenceId}`)),
  )
  // As it is right after the 202.
  await db().sequence.deleteMany({ where: { batchId } })
  await db().batch.update({ where: { id: batchId }, data: { status: 'accepted' } })
  const before = await read()
  expect(before).toEqual({ ...after, batch: { ...after.batch, status: 'accepted' } })
  expect(before.batch.sequences).toMatchObject({ scheduled: 2, waiting: 2 })
  for (const { body } of details) {
    const { dueAt: _, createdAt: __, ...told } = body
    const answer = await api.get<SequenceBody>(`/sequences/${body.sequenceId}`)
    expect(answer.body).toMatchObject(told)
    expect(answer.body.dueAt).toBeNull()
  }
})

test('the filter has the name of the field; its old name is taken too, and not both', async ({ api, tenant }) => {
  const contacts = laterContacts(4).map((contact) => ({ ...contact, account_id: 'a' }))
  const batchId = await enrollAndWait(api, tenant, { contacts, groupByField: 'account_id' })
  const page = <Body = BatchSequences>(query: string) => api.get<Body>(`/batches/${batchId}/sequences?${query}`)
  const named = (await page('lifecycleStatus=waiting&limit=2')).body
  expect(named.sequences.map(({ index }) => index)).toEqual([1, 2])
  expect((await page('status=waiting&limit=2')).body).toEqual(named)
  const rest = (await page(`status=waiting&limit=2&cursor=${named.nextCursor}`)).body
  expect(rest.sequences.map(({ index }) => index)).toEqual([3])
  const both = await page<ErrorAnswer>('status=waiting&lifecycleStatus=waiting')
  expectError(both, 400, 'VALIDATION_ERROR')
  for (const query of ['lifecycle_status=waiting', 'LifecycleStatus=waiting', 'lifecycle=waiting']) {
    const answer = await page<ErrorAnswer>(query)
    expectError(answer, 400, 'VALIDATION_ERROR')
    if (!query.startsWith('lifecycle=')) expect(answer.body.message).toContain('Did you mean lifecycleStatus?')
  }
})

test('a status picks those of it, and keeps the pages whole', async ({ api, tenant }) => {
  const contacts = laterContacts(10).map((contact, n) => ({ ...contact, account_id: String(n % 2) }))
  const batchId = await enrollAndWait(api, tenant, { contacts, groupByField: 'account_id' })
  const page = (query: string) => api.get<BatchSequences>(`/batches/${batchId}/sequences?${query}`)
  const scheduled = (await page('status=scheduled')).body
  expect(scheduled.sequences.map(({ index }) => index)).toEqual([0, 1])
  const waiting = (await page('status=waiting&limit=5')).body
  expect(waiting.sequences.map(({ index }) => index)).toEqual([2, 3, 4, 5, 6])
  const rest = (await page(`status=waiting&limit=5&cursor=${waiting.nextCursor}`)).body
  expect(rest.sequences.map(({ index }) => index)).toEqual([7, 8, 9])
  expect(rest.nextCursor).toBeNull()
  expect((await page('status=in%20progress')).body).toEqual({ sequences: [], nextCursor: null })
})

test('a query that makes no sense is a 400 that says what', async ({ api, tenant }) => {
  const batchId = await enrollAndWait(api, tenant, { contacts: [laterContact()] })
  const faults: [query: string, path: string][] = [
    ['status=active', 'status'],
    ['status=Scheduled', 'status'],
    ['status=%00', 'status'],
    ['limit=0', 'limit'],
    ['limit=201', 'limit'],
    ['limit=-1', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=many', 'limit'],
    ['limit=1e99', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['cursor=%00', 'cursor'],
    ['cursor=a%00b', 'cursor'],
    ['cursor=%ED%A0%80', 'cursor'],
    [`cursor=${'x'.repeat(10_000)}`, 'cursor'],
    // Well-formed, and of another list or beyond any number of contacts.
    [`cursor=${Buffer.from('1795455966085 01a20983-26f8-75d9-89a6-70b0a20bc8d2').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from('99999999999').toString('base64url')}`, 'cursor'],
    [`cursor=${Buffer.from("1' OR 1=1").toString('base64url')}`, 'cursor'],
  ]
  for (const [query, path] of faults) {
    const answer = await api.get(`/batches/${batchId}/sequences?${query}`)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect([...new Set(faultPaths(answer))], query).toEqual([path])
  }
})
