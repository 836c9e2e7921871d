import { beforeEach, describe, expect, it } from 'vitest'
import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { KEYS_MAX } from './api-key.rules'
import { authenticateApiKey } from './authenticate-api-key'
import { createApiKey } from './create-api-key'
import { getApiKey } from './get-api-key'
import { listApiKeys } from './list-api-keys'
import { revokeApiKey } from './revoke-api-key'
import { rotateApiKey } from './rotate-api-key'

let organization: TestOrganization
let ada: Actor

beforeEach(async () => {
  organization = await createTestOrganization()
  ada = { organizationId: organization.organizationId, kind: 'user', id: newId(), label: 'Ada', role: 'owner' }
})

const REFUSED = { code: 'INVALID_API_KEY' }

describe('a new key', () => {
  it('works at once, and is listed without its text', async () => {
    const { apiKey, ...key } = await createApiKey(ada, { name: ' Nightly sync ', scopes: ['read', 'enroll', 'read'] })
    expect(apiKey).toMatch(/^rollcall_[A-Za-z0-9_-]{43}$/)
    expect(key).toMatchObject({
      name: 'Nightly sync',
      scopes: ['enroll', 'read'],
      state: 'active',
      createdBy: 'Ada',
      test: false,
      lastUsedAt: null,
    })
    const { actor, rights } = await authenticateApiKey(apiKey)
    expect([actor.id, actor.label, rights.scopes]).toEqual([key.keyId, 'Nightly sync', ['enroll', 'read']])
    const [first] = await listApiKeys(ada)
    expect(first).toEqual({ ...key, lastUsedAt: expect.any(String) })
    expect(JSON.stringify(await listApiKeys(ada))).not.toContain(apiKey)
  })

  it('that is a test says so in its text, and to whoever enrolls with it', async () => {
    const { apiKey } = await createApiKey(ada, { name: 'CI', scopes: ['enroll'], test: true })
    expect(apiKey).toMatch(/^rollcall_test_[A-Za-z0-9_-]{43}$/)
    expect((await authenticateApiKey(apiKey)).actor.test).toBe(true)
  })

  it('ends when it was said to', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const { apiKey, keyId } = await createApiKey(ada, { name: 'Trial', scopes: ['read'], expiresAt })
    expect((await getApiKey(ada, keyId)).expiresAt).toBe(expiresAt)
    await db().execute`UPDATE api_keys SET expires_at = now() WHERE id = ${keyId}::uuid`
    await expect(authenticateApiKey(apiKey)).rejects.toMatchObject(REFUSED)
    expect((await getApiKey(ada, keyId)).state).toBe('expired')
  })

  it.each([
    ['no name', { name: ' ', scopes: ['read'] }, 'name'],
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['an unknown scope', { name: 'x', scopes: ['all'] }, 'scopes.0'],
    ['an end in the past', { name: 'x', scopes: ['read'], expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    ['an end without an offset', { name: 'x', scopes: ['read'], expiresAt: '2030-01-01T00:00:00' }, 'expiresAt'],
  ])('is refused with %s', async (_, input, path) => {
    const refused = (async () => createApiKey(ada, input as never))()
    await expect(refused).rejects.toMatchObject({ code: 'VALIDATION_ERROR', details: [{ path }] })
  })

  it('is refused beyond the most that work, also to many who ask at once', async () => {
    await db().execute`
      INSERT INTO api_keys (id, organization_id, name, prefix, hash)
      SELECT gen_random_uuid(), ${ada.organizationId}, 'x', 'x', gen_random_uuid()::text::bytea
      FROM generate_series(1, ${KEYS_MAX - 2})`
    const asked = Array.from({ length: 4 }, () => createApiKey(ada, { name: 'x', scopes: ['read'] }))
    const done = await Promise.allSettled(asked)
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  })
})

describe('the most keys of an organization', () => {
  // Whatever makes a key is here; each is tried when one more has room, many times at once.
  const makers: Record<string, (keyId: string) => Promise<unknown>> = {
    'a new key': () => createApiKey(ada, { name: 'x', scopes: ['read'] }),
    'a rotation': (keyId) => rotateApiKey(ada, keyId),
  }

  it.each([
    [['a new key', 'a new key', 'a new key']],
    [['a rotation', 'a rotation', 'a rotation']],
    [['a rotation', 'a new key', 'a rotation', 'a new key']],
  ])('hold for %s at once', async (makes) => {
    const keys = await Promise.all(makes.map(() => createApiKey(ada, { name: 'x', scopes: ['read'] })))
    await db().execute`
      INSERT INTO api_keys (id, organization_id, name, prefix, hash)
      SELECT gen_random_uuid(), ${ada.organizationId}, 'x', 'x', gen_random_uuid()::text::bytea
      FROM generate_series(1, ${KEYS_MAX - 1} - (
        SELECT count(*)::int FROM api_keys WHERE organization_id = ${ada.organizationId}))`
    const done = await Promise.allSettled(makes.map((make, at) => makers[make]?.(keys[at]?.keyId ?? '')))
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    for (const one of done) {
      if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CONFLICT' })
    }
    const [working] = await db().rows<{ amount: number }>`
      SELECT count(*)::int AS amount FROM api_keys WHERE organization_id = ${ada.organizationId} AND revoked_at IS NULL`
    expect(working?.amount).toBe(KEYS_MAX)
  })

  it('leave room for the rotation of a key once another is revoked', async () => {
    const [old, other] = await Promise.all([1, 2].map(() => createApiKey(ada, { name: 'x', scopes: ['read'] })))
    await db().execute`
      INSERT INTO api_keys (id, organization_id, name, prefix, hash)
      SELECT gen_random_uuid(), ${ada.organizationId}, 'x', 'x', gen_random_uuid()::text::bytea
      FROM generate_series(1, ${KEYS_MAX} - (
        SELECT count(*)::int FROM api_keys WHERE organization_id = ${ada.organizationId}))`
    await expect(rotateApiKey(ada, old?.keyId ?? '')).rejects.toMatchObject({ code: 'CONFLICT' })
    expect((await getApiKey(ada, old?.keyId ?? '')).state).toBe('active')
    await revokeApiKey(ada, other?.keyId ?? '')
    expect(await rotateApiKey(ada, old?.keyId ?? '')).toMatchObject({ state: 'active' })
  })
})

describe('a key that makes keys', () => {
  const key = (changes: Partial<Actor>): Actor => ({ ...organization.actor, ...changes })

  it('gives what it has, and nothing else', async () => {
    const input = { name: 'x', scopes: ['enroll' as const] }
    await expect(createApiKey(key({ scopes: ['manage', 'enroll'] }), input)).resolves.toMatchObject({ state: 'active' })
    const refused = (async () => createApiKey(key({ scopes: ['manage'] }), input))()
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN', message: expect.stringContaining('"enroll"') })
  })

  it('does not get the text of a key that may do more, by rotating it', async () => {
    const { keyId } = await createApiKey(ada, { name: 'x', scopes: ['enroll', 'manage'] })
    await expect(rotateApiKey(key({ scopes: ['manage'] }), keyId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    expect((await getApiKey(ada, keyId)).state).toBe('active')
  })

  it('that is a test leads to no key in earnest', async () => {
    const test = key({ test: true })
    const refused = (async () => createApiKey(test, { name: 'x', scopes: ['read'] }))()
    await expect(refused).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(createApiKey(test, { name: 'x', scopes: ['read'], test: true })).resolves.toMatchObject({ test: true })
    const { keyId } = await createApiKey(ada, { name: 'x', scopes: ['read'] })
    await expect(rotateApiKey(test, keyId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
    await expect(revokeApiKey(test, keyId)).rejects.toMatchObject({ code: 'FORBIDDEN' })
  })
})

describe('a rotation', () => {
  it('makes a key like it, and leaves the one before a day', async () => {
    const old = await createApiKey(ada, { name: 'Sync', scopes: ['read'], test: true })
    await db().execute`UPDATE api_keys SET rate_limit_per_second = 77 WHERE id = ${old.keyId}::uuid`
    const made = await rotateApiKey(ada, old.keyId)
    expect(made).toMatchObject({ name: 'Sync', scopes: ['read'], test: true, state: 'active', expiresAt: null })
    for (const text of [old.apiKey, made.apiKey]) {
      expect((await authenticateApiKey(text)).rateLimit.limit).toBe(77)
    }
    const before = await getApiKey(ada, old.keyId)
    expect(before).toMatchObject({ state: 'replaced', replacedBy: made.keyId, expiresAt: made.oldKeyUntil })
    const hours = (Date.parse(made.oldKeyUntil) - Date.now()) / 3_600_000
    expect(hours).toBeGreaterThan(23.9)
    expect(hours).toBeLessThanOrEqual(24)
    await db().execute`UPDATE api_keys SET expires_at = now() WHERE id = ${old.keyId}::uuid`
    await expect(authenticateApiKey(old.apiKey)).rejects.toMatchObject(REFUSED)
  })

  it('does not lengthen the life of the key before, nor of the one that follows', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
    const old = await createApiKey(ada, { name: 'Sync', scopes: ['read'], expiresAt })
    expect(await rotateApiKey(ada, old.keyId)).toMatchObject({ expiresAt, oldKeyUntil: expiresAt })
  })

  it('is made once, also by two at the same moment, and not of a key that has ended', async () => {
    const { keyId } = await createApiKey(ada, { name: 'Sync', scopes: ['read'] })
    const done = await Promise.allSettled([rotateApiKey(ada, keyId), rotateApiKey(ada, keyId)])
    expect(done.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(rotateApiKey(ada, keyId)).rejects.toMatchObject({ code: 'CONFLICT' })
    await revokeApiKey(ada, keyId)
    await expect(rotateApiKey(ada, keyId)).rejects.toMatchObject({ code: 'CONFLICT' })
  })
})

it('a key that is revoked is refused with the next request, and listed for another 30 days', async () => {
  const { keyId, apiKey } = await createApiKey(ada, { name: 'Old', scopes: ['read'] })
  expect(await revokeApiKey(ada, keyId)).toMatchObject({ state: 'revoked', revokedAt: expect.any(String) })
  await expect(authenticateApiKey(apiKey)).rejects.toMatchObject(REFUSED)
  expect((await listApiKeys(ada)).map(({ name }) => name)).toEqual(['First key', 'Old'])
  await db().execute`UPDATE api_keys SET revoked_at = now() - interval '31 days' WHERE id = ${keyId}::uuid`
  expect((await listApiKeys(ada)).map(({ name }) => name)).toEqual(['First key'])
})
