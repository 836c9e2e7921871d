import type { BatchSequences } from '@/domain/batches/batch-answer.schema'
import { encodeCursor } from '@/domain/page-cursor'
import { laterContacts } from '@/testing/factories'
import { expect, expectError, faultPaths, originOf, test, waitForSequences } from './contract-test'
import { TrpcClient } from './trpc-client'

const LISTS = ['batches.list', 'batches.chains', 'batches.sequences', 'imports.list', 'webhooks.deliveries.list']

test('a cursor is a place in one list with its filters, and in no other', async ({
  api,
  tenant,
  stranger,
  baseURL,
}) => {
  const { alwaysOn } = tenant.agents
  const contacts = laterContacts(4).map((contact, n) => ({ ...contact, account_id: `a${n % 2}` }))
  const bodies = [0, 1].map((from) => ({
    contacts: contacts.slice(2 * from, 2 * from + 2),
    groupByField: 'account_id',
  }))
  const ids: string[] = []
  for (const body of bodies) ids.push((await api.enroll(alwaysOn, body)).body.batchId)
  for (const id of ids) await waitForSequences(api, id)
  const [batchId = '', other = ''] = ids
  const path = (id: string, query: string) => `/batches/${id}/sequences?limit=1${query}`
  const cursor = (await api.get<BatchSequences>(path(batchId, ''))).body.nextCursor
  expect((await api.get<BatchSequences>(path(batchId, `&cursor=${cursor}`))).body.sequences).toMatchObject([
    { index: 1 },
  ])
  for (const query of [path(other, `&cursor=${cursor}`), path(batchId, `&status=scheduled&cursor=${cursor}`)]) {
    const answer = await api.get(query)
    expectError(answer, 400, 'VALIDATION_ERROR')
    expect(faultPaths(answer)).toEqual(['cursor'])
  }

  const trpc = new TrpcClient(originOf(baseURL), { 'x-api-key': tenant.apiKey })
  const first = await trpc.query<{ nextCursor: string }>('batches.list', { limit: 1 })
  const asked = [
    ['batches.list', { cursor: first.data.nextCursor, agentId: alwaysOn }],
    ['batches.list', { cursor, limit: 1 }],
    ['batches.chains', { batchId, cursor: first.data.nextCursor }],
    ['imports.list', { cursor: first.data.nextCursor }],
    ['webhooks.deliveries.list', { cursor: first.data.nextCursor }],
  ] as const
  for (const [list, input] of asked) {
    const answer = await trpc.query(list, input)
    expect([answer.status, answer.error?.code], list).toEqual([400, 'VALIDATION_ERROR'])
  }
  const theirs = new TrpcClient(originOf(baseURL), { 'x-api-key': stranger.apiKey })
  expect((await theirs.query('batches.list', { cursor: first.data.nextCursor })).status).toBe(400)
  expect((await trpc.query('batches.list', { cursor: first.data.nextCursor })).status).toBe(200)
})

test('what only looks like a cursor is a 400 in every list', async ({ api, tenant, baseURL }) => {
  const trpc = new TrpcClient(originOf(baseURL), { 'x-api-key': tenant.apiKey })
  const { batchId } = (await api.enroll(tenant.agents.alwaysOn, { contacts: laterContacts(1) })).body
  const dashes = '-'.repeat(36)
  const forged = [
    dashes,
    `1 ${dashes}`,
    'ffffffff-ffff-ffff-ffff-fffffffffffg',
    '99999999999999999999 01a20983-26f8-75d9-89a6-70b0a20bc8d2',
    '99999999999',
  ]
  for (const list of LISTS) {
    for (const text of forged) {
      // As bare text, and with the right scope in front of it.
      const scopes = [
        ['chains of a batch', tenant.organizationId, batchId],
        ['sequences of a batch', tenant.organizationId, batchId, undefined],
        ['batches', tenant.organizationId, ...Array(8).fill(undefined), 'newest'],
        ['imports', tenant.organizationId],
        ['deliveries', tenant.organizationId, undefined, undefined, undefined],
      ] as const
      const cursors = [Buffer.from(text).toString('base64url'), ...scopes.map((scope) => encodeCursor(scope, text))]
      for (const cursor of cursors) {
        const answer = await trpc.query(list, { batchId, cursor })
        expect([answer.status, answer.error?.code], `${list} ${text}`).toEqual([400, 'VALIDATION_ERROR'])
      }
    }
  }
})
