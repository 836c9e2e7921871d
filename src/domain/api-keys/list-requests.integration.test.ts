import { beforeEach, describe, expect, it } from 'vitest'
import { inRequest } from '@/domain/in-request'
import { db } from '@/platform/db'
import { flushRequestLog } from '@/platform/request-log'
import { handleRequest } from '@/rest/handle-request'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { handleRequest as handleTrpc } from '@/trpc/handle-request'
import { listApiKeys } from './list-api-keys'
import { listRequests } from './list-requests'
import { removeOldRequests } from './remove-old-requests'

let organization: TestOrganization
let keyId: string

beforeEach(async () => {
  organization = await createTestOrganization()
  keyId = (await listApiKeys(organization.actor))[0]?.keyId ?? ''
})

function ask(path: string, requestId: string, headers: Record<string, string> = {}): Promise<Response> {
  const sent = { 'x-api-key': organization.apiKey, 'x-request-id': requestId, ...headers }
  return handleRequest(new Request(`http://127.0.0.1/api/v1${path}`, { headers: sent }))
}

const list = (query: { requestId?: string; cursor?: string; limit?: number } = {}) =>
  listRequests(organization.actor, { keyId, limit: 50, ...query })

it('tells of each request with the key what was asked and how it went, and nothing of what was in it', async () => {
  await ask('/credits/usage?month=2026-11', 'first')
  await ask('/batches/nothing?secret=1', 'second')
  await handleTrpc(
    new Request('http://127.0.0.1/api/trpc/credits.balance?input=%7B%22secret%22%3A1%7D', {
      headers: { authorization: `Bearer ${organization.apiKey}`, 'x-request-id': 'third' },
    }),
  )
  await flushRequestLog()
  const { requests, nextCursor } = await list()
  expect(nextCursor).toBeNull()
  expect(requests).toMatchObject([
    { requestId: 'third', door: 'trpc', method: 'GET', path: '/api/trpc/credits.balance', status: 200 },
    { requestId: 'second', door: 'rest', method: 'GET', path: '/api/v1/batches/nothing', status: 400 },
    { requestId: 'first', door: 'rest', method: 'GET', path: '/api/v1/credits/usage', status: 200 },
  ])
  const [row] = await db().rows<{ row: string }>`
    SELECT string_agg(request_log::text, '') AS row FROM request_log WHERE api_key_id = ${keyId}::uuid`
  expect(row?.row).not.toMatch(/secret|month=|rollcall_/)
})

it('tells of a request that was too many, and of none with a wrong key', async () => {
  await db().execute`UPDATE api_keys SET rate_limit_per_second = 1 WHERE id = ${keyId}::uuid`
  await ask('/credits/usage', 'a')
  await ask('/credits/usage', 'b')
  await ask('/credits/usage', 'c', { 'x-api-key': `${organization.apiKey}x` })
  await flushRequestLog()
  expect((await list()).requests).toMatchObject([{ status: 429 }, { status: 200 }])
})

it('is written by itself, a second later', async () => {
  await ask('/credits/usage', 'by-itself')
  await expect.poll(async () => (await list()).requests.length, { timeout: 10_000 }).toBe(1)
})

it('pages, and finds a request by its id or how that begins', async () => {
  for (const id of ['aa-1', 'aa-2', 'bb-1']) await ask('/credits/usage', id)
  await flushRequestLog()
  const first = await list({ limit: 2 })
  expect(first.requests.map(({ requestId }) => requestId)).toEqual(['bb-1', 'aa-2'])
  const second = await list({ limit: 2, cursor: first.nextCursor ?? '' })
  expect(second).toMatchObject({ requests: [{ requestId: 'aa-1' }], nextCursor: null })
  expect((await list({ requestId: 'aa' })).requests).toHaveLength(2)
  expect((await list({ requestId: 'bb-1' })).requests).toHaveLength(1)
})

it('costs a request nothing when it cannot be written', async () => {
  await inRequest('rest', new Headers(), async () => new Response())
  await expect(flushRequestLog()).resolves.toBeUndefined()
})

describe('what is old', () => {
  it('goes after 30 days, and before that when the key has sent more than is of use', async () => {
    const other = await createTestOrganization()
    for (const id of ['1', '2', '3', '4']) await ask('/credits/usage', id)
    await flushRequestLog()
    await db().execute`
      INSERT INTO request_log (id, api_key_id, organization_id, request_id, door, method, path, status, duration_ms, at)
      SELECT '019a0000-0000-7000-8000-000000000000', id, organization_id, 'old', 'rest', 'GET', '/', 200, 1, now()
      FROM api_keys WHERE organization_id IN (${organization.organizationId}, ${other.organizationId})`
    expect(await removeOldRequests()).toBe(2)
    expect((await list()).requests).toHaveLength(4)
    expect(await removeOldRequests(3)).toBe(1)
    expect((await list()).requests.map(({ requestId }) => requestId)).toEqual(['4', '3', '2'])
    expect(await removeOldRequests(3)).toBe(0)
  })
})
