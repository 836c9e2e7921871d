import type { ApiKey, CreatedKey, RotatedKey } from '@/domain/api-keys/api-key-answer.schema'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { expect, expectError, test } from './contract-test'

const create = { name: 'Nightly sync', scopes: ['enroll', 'read'] }

test('a key is made, used, rotated with an overlap, and revoked', async ({ api }) => {
  const made = await api.post<CreatedKey>('/keys', { json: create })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ ...create, state: 'active', createdBy: 'First key', test: false })
  const theirs = api.withKey(made.body.apiKey)
  expect((await theirs.get('/credits/usage')).status).toBe(200)
  expectError(await theirs.get('/keys'), 403, 'FORBIDDEN')

  const rotated = await api.post<RotatedKey>(`/keys/${made.body.keyId}/rotate`)
  expect(rotated.status).toBe(201)
  for (const key of [made, rotated]) {
    expect((await api.withKey(key.body.apiKey).get('/credits/usage')).status).toBe(200)
  }
  // A repeat changes nothing.
  expectError(await api.post(`/keys/${made.body.keyId}/rotate`), 409, 'CONFLICT')

  for (let n = 0; n < 2; n += 1) {
    const revoked = await api.post<ApiKey>(`/keys/${rotated.body.keyId}/revoke`)
    expect([revoked.status, revoked.body.state]).toEqual([200, 'revoked'])
  }
  expectError(await api.withKey(rotated.body.apiKey).get('/credits/usage'), 401, 'INVALID_API_KEY')

  const { body } = await api.get<{ keys: ApiKey[] }>('/keys')
  expect(body.keys.map(({ name, state }) => [name, state])).toEqual([
    ['Nightly sync', 'replaced'],
    ['First key', 'active'],
    ['Nightly sync', 'revoked'],
  ])
  expect(JSON.stringify(body)).not.toContain(made.body.apiKey)
})

test('a key goes as Authorization: Bearer too, and x-api-key wins', async ({ api, tenant }) => {
  const bearer = { authorization: `Bearer ${tenant.apiKey}` }
  expect((await api.withKey(null).get('/credits/usage', { headers: bearer })).status).toBe(200)
  expectError(await api.withKey('wrong').get('/credits/usage', { headers: bearer }), 401, 'INVALID_API_KEY')
  const basic = { authorization: 'Basic YTpi' }
  expectError(await api.withKey(null).get('/credits/usage', { headers: basic }), 401, 'UNAUTHORIZED')
  expect((await api.get('/credits/usage', { headers: basic })).status).toBe(200)
})

test('no key gives what it lacks', async ({ api, tenant }) => {
  await db().execute`UPDATE api_keys SET scopes = '{manage}' WHERE organization_id = ${tenant.organizationId}`
  expectError(await api.post('/keys', { json: create }), 403, 'FORBIDDEN')
  expect((await api.post('/keys', { json: { name: 'Other', scopes: ['manage'] } })).status).toBe(201)
})

test('a test key is marked, and what it enrolls costs nothing', async ({ api, tenant }) => {
  const made = await api.post<CreatedKey>('/keys', { json: { ...create, test: true } })
  expect(made.body.apiKey).toMatch(/^rollcall_test_/)
  const tests = api.withKey(made.body.apiKey)
  const enrolled = await tests.enroll(tenant.agents.alwaysOn, {
    contacts: [{ name: 'Ada', phoneNumber: '+15550000001' }],
  })
  expect(enrolled.status).toBe(202)
  const usage = await api.get<{ organization: { reservedCredits: number; spentCredits: number } }>('/credits/usage')
  expect(usage.body.organization).toMatchObject({ reservedCredits: 0, spentCredits: 0 })
})

test('is refused with what is wrong in it', async ({ api }) => {
  expectError(await api.post('/keys', { json: { name: '', scopes: [] } }), 400, 'VALIDATION_ERROR')
  expectError(await api.post('/keys', { json: { ...create, colour: 'red' } }), 400, 'VALIDATION_ERROR')
  expectError(
    await api.post('/keys', { json: { ...create, expiresAt: '2020-01-01T00:00:00Z' } }),
    400,
    'VALIDATION_ERROR',
  )
})

test('is nobody’s business without a key, and not that of another organization', async ({ api }) => {
  const other = await createTestOrganization()
  const { body } = await api.get<{ keys: ApiKey[] }>('/keys')
  for (const verb of ['rotate', 'revoke']) {
    const path = `/keys/${body.keys[0]?.keyId}/${verb}`
    expectError(await api.withKey(null).post(path), 401, 'UNAUTHORIZED')
    expectError(await api.withKey(other.apiKey).post(path), 404, 'KEY_NOT_FOUND')
  }
  expect((await api.get('/credits/usage')).status).toBe(200)
})
