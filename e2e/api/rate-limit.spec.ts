import { SCOPES } from '@/domain/access/scopes.rules'
import { insertKey } from '@/domain/api-keys/insert-key'
import { db, transaction } from '@/platform/db'
import { createTestOrganization, laterContact } from '@/testing/factories'
import { ApiClient } from './api-client'
import { countRows, emptyBucket, expect, expectError, originOf, test } from './contract-test'
import { startSecondInstance } from './second-instance'

test('a key may send 10 requests in a second, and is told how many are left', async ({ baseURL }) => {
  const tenant = await createTestOrganization()
  const api = new ApiClient(originOf(baseURL), tenant.apiKey)
  const [row] = await db().apiKey.findMany({ where: { organizationId: tenant.organizationId } })
  expect(row?.rateLimitPerSecond).toBe(10)
  const first = await api.get('/credits/usage')
  expect(first.status).toBe(200)
  expect(first.headers.get('ratelimit-limit')).toBe('10')
  expect(first.headers.get('ratelimit-remaining')).toBe('9')
  expect(first.headers.get('ratelimit-reset')).toBe('1')
  expect(first.headers.has('retry-after')).toBe(false)
})

test('more is a 429 that says when to come back', async ({ api, tenant }) => {
  const { organizationId } = tenant
  await db().apiKey.updateMany({ where: { organizationId }, data: { rateLimitPerSecond: 10 } })
  await emptyBucket(organizationId)
  const answer = await api.get('/credits/usage')
  expectError(answer, 429, 'RATE_LIMITED')
  expect(answer.headers.get('retry-after')).toBe('1')
  expect(answer.headers.get('ratelimit-limit')).toBe('10')
  expect(answer.headers.get('ratelimit-remaining')).toBe('0')
  expect(answer.headers.get('ratelimit-reset')).toBe('1')
  expect(answer.body.details).toEqual({ retryAfterSeconds: 1 })
})

test('100 requests at once do not all pass', async ({ baseURL }) => {
  const tenant = await createTestOrganization()
  const api = new ApiClient(originOf(baseURL), tenant.apiKey)
  const startedMs = Date.now()
  const answers = await Promise.all(Array.from({ length: 100 }, () => api.get('/credits/usage')))
  const seconds = (Date.now() - startedMs) / 1000
  const passed = answers.filter((answer) => answer.status === 200).length
  // The bucket, and what was refilled in the meantime.
  expect(passed).toBeGreaterThanOrEqual(10)
  expect(passed).toBeLessThanOrEqual(10 + Math.ceil(10 * seconds))
  for (const answer of answers.filter((one) => one.status !== 200)) expectError(answer, 429, 'RATE_LIMITED')
})

test('a 429 takes nothing: no token, no credit, no idempotency key', async ({ api, tenant }) => {
  const { organizationId } = tenant
  const body = { contacts: [laterContact()] }
  const headers = { 'idempotency-key': 'limited' }
  await emptyBucket(organizationId)
  const before = await countRows(organizationId)
  for (let tries = 0; tries < 3; tries += 1) {
    expectError(await api.enroll<never>(tenant.agents.alwaysOn, body, headers), 429, 'RATE_LIMITED')
  }
  expect(await countRows(organizationId)).toEqual(before)
  const [bucket] = await db().rows<{ tokens: number }>`
    SELECT tokens FROM rate_limit_buckets JOIN api_keys ON api_keys.id = api_key_id
    WHERE organization_id = ${organizationId}`
  expect(bucket?.tokens).toBe(0)
  await db().execute`UPDATE rate_limit_buckets SET tokens = 10 FROM api_keys
    WHERE api_keys.id = api_key_id AND organization_id = ${organizationId}`
  const accepted = await api.enroll(tenant.agents.alwaysOn, body, headers)
  expect(accepted.status).toBe(202)
  expect(accepted.headers.has('idempotent-replayed')).toBe(false)
})

test('HEAD requests and failed ones count too', async ({ api, tenant }) => {
  const path = `/agents/${tenant.agents.alwaysOn}/schedule/sequences`
  const requests = [
    () => api.request('HEAD', path),
    () => api.post(path, { json: {} }),
    () => api.post(path, { raw: 'x' }),
    () => api.get('/batches/x'),
    () => api.get('/credits/usage'),
  ]
  for (const send of requests) {
    // Dated ahead, so that nothing is refilled before the request comes.
    await emptyBucket(tenant.organizationId, { tokens: 5 })
    expect((await send()).headers.get('ratelimit-remaining')).toBe('4')
  }
})

test('each key has a bucket of its own', async ({ api, tenant }) => {
  const { apiKey } = await transaction((tx) =>
    insertKey(tx, tenant.actor, { name: 'Second key', scopes: SCOPES, test: false, expiresAt: null }),
  )
  const second = await api.withKey(apiKey).get('/credits/usage')
  expect(second.headers.get('ratelimit-limit')).toBe('10')
  expect(second.headers.get('ratelimit-remaining')).toBe('9')
  await emptyBucket(tenant.organizationId)
  const { apiKey: third } = await transaction((tx) =>
    insertKey(tx, tenant.actor, { name: 'Third key', scopes: SCOPES, test: false, expiresAt: null }),
  )
  expectError(await api.get('/credits/usage'), 429, 'RATE_LIMITED')
  expect((await api.withKey(third).get('/credits/usage')).status).toBe(200)
})

test('a bucket is one for all instances of the app', async ({ api, tenant }) => {
  const second = await startSecondInstance()
  try {
    const there = new ApiClient(second.origin, tenant.apiKey)
    await emptyBucket(tenant.organizationId)
    for (const instance of [api, there]) expectError(await instance.get('/credits/usage'), 429, 'RATE_LIMITED')
    for (const instance of [api, there]) {
      await emptyBucket(tenant.organizationId, { tokens: 5 })
      expect((await instance.get('/credits/usage')).headers.get('ratelimit-remaining')).toBe('4')
    }
  } finally {
    await second.stop()
  }
})

test('health needs no key and has no limit', async ({ api, tenant }) => {
  await emptyBucket(tenant.organizationId)
  const answer = await api.get('/health')
  expect(answer.status).toBe(200)
  expect(answer.headers.has('ratelimit-limit')).toBe(false)
})
