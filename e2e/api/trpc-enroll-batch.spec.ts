import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { db } from '@/platform/db'
import { laterContact, laterContacts } from '@/testing/factories'
import type { ApiClient } from './api-client'
import {
  test as base,
  countRows,
  emptyBucket,
  expect,
  expectError,
  NOTHING_WRITTEN,
  originOf,
  waitForSequences,
} from './contract-test'
import { TrpcClient } from './trpc-client'

type Enrolled = AcceptedBatch & { replayed: boolean; payloadMismatch: boolean }

const ENROLL = 'enrollment.enrollBatch'

const test = base.extend<{ trpc: TrpcClient }>({
  trpc: async ({ baseURL, tenant }, use) => use(new TrpcClient(originOf(baseURL), { 'x-api-key': tenant.apiKey })),
})

test('answers as REST does, with replayed and payloadMismatch', async ({ trpc, api, tenant }) => {
  const contacts = [laterContact(0), laterContact(0), { name: '' }, laterContact(1, { account_id: 'a' })]
  const rest = await api.enroll(tenant.agents.alwaysOn, { contacts })
  const answer = await trpc.mutate<Enrolled>(ENROLL, { agentId: tenant.agents.alwaysOn, contacts })
  expect(answer.status).toBe(200)
  expect(answer.data).toEqual({
    ...rest.body,
    batchId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    replayed: false,
    payloadMismatch: false,
  })
  expect(await db().batch.findUniqueOrThrow({ where: { id: answer.data.batchId } })).toMatchObject({ source: 'trpc' })
  expect((await waitForSequences(api, answer.data.batchId)).accepted).toBe(2)
})

test('fails with the code and the details of REST', async ({ trpc, api, tenant, stranger }) => {
  const { alwaysOn, misconfigured } = tenant.agents
  const { organizationId } = tenant
  await db().creditBalance.updateMany({ where: { organizationId }, data: { allocated: 2 } })
  const requests: [agentId: string, body: Record<string, unknown>, status: number, code: string][] = [
    [alwaysOn, { contacts: [] }, 400, 'VALIDATION_ERROR'],
    [alwaysOn, { contacts: laterContacts(1001) }, 400, 'VALIDATION_ERROR'],
    [alwaysOn, { contacts: [laterContact()], groupBy: 'x' }, 400, 'VALIDATION_ERROR'],
    [alwaysOn, { contacts: [laterContact()], timezone: 'Mars' }, 400, 'VALIDATION_ERROR'],
    [alwaysOn, { contacts: [laterContact()], groupByField: 'a\u0000' }, 400, 'VALIDATION_ERROR'],
    [stranger.agents.alwaysOn, { contacts: [laterContact()] }, 404, 'AGENT_NOT_FOUND'],
    ['\u0000', { contacts: [laterContact()] }, 404, 'AGENT_NOT_FOUND'],
    [misconfigured, { contacts: [laterContact()] }, 422, 'AGENT_MISCONFIGURED'],
    [alwaysOn, { contacts: [{}, null] }, 422, 'NO_VALID_CONTACTS'],
    [alwaysOn, { contacts: laterContacts(3) }, 402, 'INSUFFICIENT_CREDITS'],
  ]
  for (const [agentId, body, status, code] of requests) {
    const answer = await trpc.mutate(ENROLL, { agentId, ...body })
    expect(answer.error.code).toBe(code)
    expect(answer.status).toBe(status)
    const rest = await api.enroll<{ message: string; details?: unknown; rejected?: unknown }>(
      encodeURIComponent(agentId),
      body,
    )
    if (agentId === '\u0000') continue
    expect(answer.error.message).toBe(rest.body.message)
    if (code === 'NO_VALID_CONTACTS') {
      expect(answer.error.details).toEqual({ total: 2, accepted: 0, rejected: rest.body.rejected })
    } else {
      expect(answer.error.details).toEqual(rest.body.details)
    }
  }
  expect(await countRows(organizationId)).toEqual(NOTHING_WRITTEN)
})

test('wants a key that is known', async ({ baseURL, tenant }) => {
  const input = { agentId: tenant.agents.alwaysOn, contacts: [laterContact()] }
  const without = await new TrpcClient(originOf(baseURL)).mutate(ENROLL, input)
  expect([without.status, without.error.code]).toEqual([401, 'UNAUTHORIZED'])
  const unknown = await new TrpcClient(originOf(baseURL), { 'x-api-key': 'x' }).mutate(ENROLL, input)
  expect([unknown.status, unknown.error.code]).toEqual([401, 'INVALID_API_KEY'])
})

test('input that is no JSON or has no agent is told as in REST', async ({ trpc }) => {
  const noJson = await trpc.mutateRaw(ENROLL, '{"agentId"')
  expect([noJson.status, noJson.error.code]).toEqual([400, 'INVALID_JSON'])
  const text = await trpc.mutateRaw(ENROLL, '{}', 'text/plain')
  expect([text.status, text.error.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE'])
  for (const input of [{}, { agentId: 5 }, [], 'x', null, { agentId: 'x', dryRun: 'true' }]) {
    const answer = await trpc.mutate(ENROLL, input)
    expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR'])
    expect(answer.error.details).toEqual([{ path: expect.any(String), message: expect.any(String) }])
  }
  const query = await trpc.query('batches.get', { batchId: 5 })
  expect([query.status, query.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  expect(query.error.details).toEqual([{ path: 'batchId', message: expect.any(String) }])
})

test('a body over 5 MB is a 413, after the key and the rate limit', async ({ baseURL, trpc, tenant }) => {
  const contact = (bytes: number) => ({
    agentId: tenant.agents.alwaysOn,
    contacts: [laterContact(0, { note: 'x'.repeat(bytes) })],
  })
  const mebibyte = 1024 * 1024
  const tooLarge = await trpc.mutate(ENROLL, contact(6 * mebibyte))
  expect([tooLarge.status, tooLarge.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE'])
  expect(tooLarge.error.message).toContain('over 5 MB')
  // The note is too long for a contact, and the request not too long for the door.
  const justFits = await trpc.mutate(ENROLL, contact(5 * mebibyte - 1000))
  expect([justFits.status, justFits.error.code]).toEqual([422, 'NO_VALID_CONTACTS'])
  const stranger = await new TrpcClient(originOf(baseURL)).mutate(ENROLL, contact(6 * mebibyte))
  expect([stranger.status, stranger.error.code]).toEqual([401, 'UNAUTHORIZED'])
  await emptyBucket(tenant.organizationId)
  const limited = await trpc.mutate(ENROLL, contact(6 * mebibyte))
  expect([limited.status, limited.error.code]).toEqual([429, 'RATE_LIMITED'])
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('idempotency: a key is the same one through REST', async ({ trpc, api, tenant }) => {
  const { alwaysOn, withEmail } = tenant.agents
  const body = { contacts: [laterContact(0), laterContact(0)], timezone: 'UTC' }
  const mutate = (changes: Record<string, unknown>) =>
    trpc.mutate<Enrolled>(ENROLL, { agentId: alwaysOn, ...body, ...changes })
  const rest = await api.enroll(alwaysOn, body, { 'idempotency-key': 'first by REST' })
  const replay = await mutate({ idempotencyKey: 'first by REST' })
  expect(replay.data).toEqual({ ...rest.body, replayed: true, payloadMismatch: false })

  const first = await mutate({ idempotencyKey: 'first by tRPC' })
  expect(first.data).toMatchObject({ replayed: false, payloadMismatch: false })
  const byRest = await api.enroll(alwaysOn, body, { 'idempotency-key': 'first by tRPC' })
  const { replayed: _, payloadMismatch: __, ...answered } = first.data
  expect(byRest.body).toEqual(answered)
  expect(byRest.headers.get('idempotent-replayed')).toBe('true')
  expect(byRest.headers.has('idempotency-payload-mismatch')).toBe(false)

  for (const changes of [{ agentId: withEmail }, { timezone: 'Europe/Paris' }, { contacts: 'nonsense' }]) {
    const mismatch = await mutate({ idempotencyKey: 'first by REST', ...changes })
    expect(mismatch.data).toEqual({ ...rest.body, replayed: true, payloadMismatch: true })
  }
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 2, keys: 2 })
})

test('idempotency: an unusable key is a 400', async ({ trpc, tenant }) => {
  const input = { agentId: tenant.agents.alwaysOn, contacts: [laterContact()] }
  for (const idempotencyKey of ['', 'k'.repeat(256), 'a\u0000', 'a\ud800', 5]) {
    const answer = await trpc.mutate(ENROLL, { ...input, idempotencyKey })
    expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  }
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
  const longest = await trpc.mutate<Enrolled>(ENROLL, { ...input, idempotencyKey: '🙂'.repeat(255) })
  expect(longest.data).toMatchObject({ accepted: 1, replayed: false })
})

test('40 calls with one key at once make one batch', async ({ trpc, tenant }) => {
  const input = { agentId: tenant.agents.alwaysOn, contacts: laterContacts(5), idempotencyKey: 'at once' }
  const answers = await Promise.all(Array.from({ length: 40 }, () => trpc.mutate<Enrolled>(ENROLL, input)))
  expect(new Set(answers.map((answer) => answer.data.batchId)).size).toBe(1)
  expect(answers.filter((answer) => !answer.data.replayed)).toHaveLength(1)
  expect(await countRows(tenant.organizationId)).toMatchObject({ batches: 1, contacts: 5 })
})

test('a dry run answers as in REST and takes no key', async ({ trpc, api, tenant }) => {
  const { alwaysOn } = tenant.agents
  const body = { contacts: [laterContact(0, { scheduledAt: '2027-01-04T15:00:00Z' }), {}] }
  const rest = await api.post(`/agents/${alwaysOn}/schedule/sequences?dryRun=true`, { json: body })
  const answer = await trpc.mutate(ENROLL, { agentId: alwaysOn, dryRun: true, ...body })
  expect(answer.data).toEqual(rest.body)
  const keyed = await trpc.mutate(ENROLL, { agentId: alwaysOn, dryRun: true, idempotencyKey: 'k', ...body })
  expect([keyed.status, keyed.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

test('__proto__ is no way around the check of properties', async ({ trpc, tenant }) => {
  const contact = JSON.stringify(laterContact())
  for (const name of ['__proto__', 'constructor', 'prototype']) {
    const input = `{"agentId":"${tenant.agents.alwaysOn}","contacts":[${contact}],"${name}":{"dryRun":true}}`
    const answer = await trpc.mutateRaw(ENROLL, input)
    expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  }
  expect(await countRows(tenant.organizationId)).toEqual(NOTHING_WRITTEN)
})

const call = { agentId: 'x', contacts: [] }

test.describe('rate limit', () => {
  test('tells what is left, and refuses with how long to wait', async ({ trpc, tenant }) => {
    await emptyBucket(tenant.organizationId, { tokens: 5 })
    const passed = await trpc.mutate(ENROLL, call)
    expect(passed.error.code).toBe('VALIDATION_ERROR')
    expect(passed.headers.get('ratelimit-remaining')).toBe('4')
    await emptyBucket(tenant.organizationId)
    const refused = await trpc.mutate(ENROLL, call)
    expect([refused.status, refused.error.code]).toEqual([429, 'RATE_LIMITED'])
    expect(refused.headers.get('retry-after')).toBe('1')
    expect(refused.headers.get('ratelimit-remaining')).toBe('0')
    expect(refused.error.details).toEqual({ retryAfterSeconds: 1 })
  })

  test('is shared with REST', async ({ trpc, api, tenant }) => {
    await emptyBucket(tenant.organizationId, { tokens: 1 })
    expect((await trpc.mutate(ENROLL, call)).error.code).toBe('VALIDATION_ERROR')
    await emptyBucket(tenant.organizationId)
    expectError(await api.get('/credits/usage'), 429, 'RATE_LIMITED')
  })

  test('counts each call of a batch, and lets all of them pass or none', async ({ trpc, tenant }) => {
    const where = { organizationId: tenant.organizationId }
    await db().apiKey.updateMany({ where, data: { rateLimitPerSecond: 6 } })
    await emptyBucket(tenant.organizationId, { tokens: 5 })
    const refused = await trpc.mutateBatch(ENROLL, Array(6).fill(call))
    expect(refused.map(({ error }) => error.code)).toEqual(Array(6).fill('RATE_LIMITED'))
    const passed = await trpc.mutateBatch(ENROLL, Array(5).fill(call))
    expect(passed.map(({ error }) => error.code)).toEqual(Array(5).fill('VALIDATION_ERROR'))
    expect(passed[0]?.headers.get('ratelimit-remaining')).toBe('0')
    // More than the key may ever do at once is no question of waiting.
    const [never] = await trpc.mutateBatch(ENROLL, Array(7).fill(call))
    expect(never?.error.code).toBe('VALIDATION_ERROR')
    expect(never?.error.message).toContain('at most 6 in one request')
  })
})

test('refuses a request with more than ten calls, from a key or a stranger, before anything is looked up', async ({
  baseURL,
  trpc,
}) => {
  expect(await trpc.mutateBatch(ENROLL, Array(10).fill(call))).toHaveLength(10)
  const callers = [
    trpc,
    new TrpcClient(originOf(baseURL)),
    new TrpcClient(originOf(baseURL), { 'x-api-key': 'x', cookie: 'rollcall.session_token=x.y' }),
  ]
  for (const caller of callers) {
    for (const calls of [11, 500]) {
      const [answer] = await caller.mutateBatch(ENROLL, Array(calls).fill(call))
      expect([answer?.status, answer?.error.code]).toEqual([400, 'VALIDATION_ERROR'])
      expect(answer?.error.message).toContain('Send at most 10 in one')
    }
  }
  // A cookie that is no session gets no further than any stranger.
  const pretending = new TrpcClient(originOf(baseURL), { cookie: 'rollcall.session_token=x.y' })
  expect((await pretending.mutateBatch(ENROLL, Array(30).fill(call)))[0]?.error.code).toBe('UNAUTHORIZED')
  expect((await pretending.mutateBatch(ENROLL, Array(31).fill(call)))[0]?.error.message).toContain('at most 30')
})

test('what another organization has cannot be read with this key', async ({ trpc, tenant, stranger }) => {
  const { batchId } = (await stranger.api.enroll(stranger.agents.alwaysOn, { contacts: [laterContact()] })).body
  for (const procedure of ['batches.get', 'batches.sequences', 'batches.rejected']) {
    const answer = await trpc.query(procedure, { batchId })
    expect([answer.status, answer.error.code]).toEqual([404, 'BATCH_NOT_FOUND'])
  }
  const retry = await trpc.mutate('batches.retry', { batchId })
  expect([retry.status, retry.error.code]).toEqual([404, 'BATCH_NOT_FOUND'])
  const agent = await trpc.query('agents.get', { agentId: stranger.agents.alwaysOn })
  expect([agent.status, agent.error.code]).toEqual([404, 'AGENT_NOT_FOUND'])
  const list = await trpc.query<{ batches: unknown[] }>('batches.list', {})
  expect(list.data.batches).toEqual([])
  const agents = await trpc.query<{ agents: { agentId: string }[] }>('agents.list')
  expect(agents.data.agents.map(({ agentId }) => agentId).sort()).toEqual(Object.values(tenant.agents).sort())
})

test('batches are listed newest first, in pages; a forged cursor is a 400', async ({ trpc, api, tenant }) => {
  const ids: string[] = []
  for (let n = 0; n < 5; n += 1) ids.unshift((await enrollOne(api, tenant.agents.alwaysOn, n)).batchId)
  type Page = { batches: { batchId: string; agentName: string }[]; nextCursor: string | null }
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const { data }: { data: Page } = await trpc.query<Page>('batches.list', { limit: 2, cursor })
    seen.push(...data.batches.map(({ batchId }) => batchId))
    cursor = data.nextCursor ?? undefined
  } while (cursor !== undefined)
  expect(seen).toEqual(ids)
  for (const forged of ['1 ------------------------------------', `1 ${ids[0]}x`, 'x', `99999999999999999 ${ids[0]}`]) {
    const answer = await trpc.query('batches.list', { cursor: Buffer.from(forged).toString('base64url') })
    expect([answer.status, answer.error.code]).toEqual([400, 'VALIDATION_ERROR'])
  }
})

async function enrollOne(api: ApiClient, agentId: string, n: number): Promise<AcceptedBatch> {
  return (await api.enroll(agentId, { contacts: [laterContact(n)] })).body
}
