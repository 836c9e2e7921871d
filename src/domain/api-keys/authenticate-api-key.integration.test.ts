import { beforeEach, describe, expect, it } from 'vitest'
import { db, disconnect, Prisma, poolUse } from '@/platform/db'
import { createTestOrganization, type TestOrganization } from '@/testing/factories'
import { WRONG_KEY_LIMIT } from './api-key.rules'
import { authenticateApiKey } from './authenticate-api-key'
import { createApiKey } from './create-api-key'

let organization: TestOrganization
let keyId: string
let apiKey: string

beforeEach(async () => {
  organization = await createTestOrganization()
  ;({ keyId, apiKey } = await createApiKey(organization.actor, { name: 'Test key', scopes: ['read'] }))
})

/** @param age seconds since the bucket was last touched; negative for a clock that went back */
async function setBucket(tokens: number, age: number): Promise<void> {
  await db().execute`
    INSERT INTO rate_limit_buckets (api_key_id, tokens, updated_at)
    VALUES (${keyId}::uuid, ${tokens}, clock_timestamp() - make_interval(secs => ${age}))
    ON CONFLICT (api_key_id) DO UPDATE SET tokens = excluded.tokens, updated_at = excluded.updated_at`
}

describe('who', () => {
  it('is the organization of the key', async () => {
    const { actor } = await authenticateApiKey(apiKey)
    expect(actor).toEqual({
      organizationId: organization.organizationId,
      kind: 'apiKey',
      id: keyId,
      label: 'Test key',
      test: false,
      scopes: ['read'],
    })
  })

  it('refuses a request without a key', async () => {
    for (const none of [null, '']) {
      await expect(authenticateApiKey(none)).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    }
  })

  it('is nobody with a key that is not exactly one of ours', async () => {
    const last = apiKey.endsWith('A') ? 'B' : 'A'
    const near = [apiKey.slice(0, -1), `${apiKey.slice(0, -1)}${last}`, apiKey.toLowerCase(), ` ${apiKey}`]
    for (const text of [...near, 'x', '\u0000', 'rollcall_\ud800']) {
      await expect(authenticateApiKey(text)).rejects.toMatchObject({ code: 'INVALID_API_KEY' })
    }
  })

  it('is nobody with a key that was revoked or has expired', async () => {
    const set = (data: { revokedAt?: Date | null; expiresAt?: Date | null }) =>
      db().apiKey.update({ where: { id: keyId }, data })
    await set({ expiresAt: new Date(Date.now() + 60_000) })
    await expect(authenticateApiKey(apiKey)).resolves.toMatchObject({ actor: { id: keyId } })
    await set({ expiresAt: new Date(Date.now() - 60_000) })
    await expect(authenticateApiKey(apiKey)).rejects.toMatchObject({ code: 'INVALID_API_KEY' })
    await set({ expiresAt: null, revokedAt: new Date() })
    await expect(authenticateApiKey(apiKey)).rejects.toMatchObject({ code: 'INVALID_API_KEY' })
  })
})

describe('wrong keys', () => {
  const wrong = (address: string) => authenticateApiKey('x', 1, address).catch((error: unknown) => error)
  const codes = async (amount: number, address: string) => {
    const answers = await Promise.all(Array.from({ length: amount }, () => wrong(address)))
    return answers.map((answer) => (answer as { code: string }).code)
  }
  const tally = (all: string[]) => [all.filter((code) => code === 'INVALID_API_KEY').length, all.length]

  it('are limited by address, and a right key is not', async () => {
    const { attemptsMax } = WRONG_KEY_LIMIT
    const address = '203.0.113.7'
    // One or two may drain while they are sent.
    const [told = 0, sent = 0] = tally(await codes(2 * attemptsMax, address))
    expect(told).toBeGreaterThanOrEqual(attemptsMax)
    expect(told).toBeLessThan(sent)
    await drain(address, -3600)
    expect(await wrong(address)).toMatchObject({
      code: 'RATE_LIMITED',
      details: { retryAfterSeconds: expect.any(Number) },
    })
    await expect(authenticateApiKey(apiKey, 1, address)).resolves.toMatchObject({ actor: { id: keyId } })
    expect(tally(await codes(1, '203.0.113.8'))).toEqual([1, 1])
    await drain(address, 3600)
    expect(tally(await codes(1, address))).toEqual([1, 1])
  })

  it('count for the /64 of an IPv6 address, and no key at all counts nothing', async () => {
    await codes(2 * WRONG_KEY_LIMIT.attemptsMax, '2001:db8::1')
    await drain('2001:db8::/64', -3600)
    expect(await wrong('2001:db8::ffff')).toMatchObject({ code: 'RATE_LIMITED' })
    await expect(authenticateApiKey(null, 1, '2001:db8::1')).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
  })

  /**
   * Dates what an address has used up to so many seconds ago. With a negative number, which is ahead of the clock,
   * nothing drains.
   */
  function drain(group: string, secondsAgo: number): Promise<number> {
    return db().execute`
      UPDATE attempt_buckets SET updated_at = clock_timestamp() - make_interval(secs => ${secondsAgo})
      WHERE subject = ${`wrong-key:${group}`}`
  }
})

describe('the bucket', () => {
  it('waits for no disk, and the next transaction on its connection does again', async () => {
    const [database] = await db().rows<{ name: string }>`SELECT current_database()::text AS name`
    await db().execute`${Prisma.raw(`ALTER DATABASE "${database?.name}" SET synchronous_commit = on`)}`
    // The next connection has it.
    await disconnect()
    await authenticateApiKey(apiKey)
    const rows = await db().rows<{ now: string }>`SELECT current_setting('synchronous_commit') AS now`
    expect([rows, poolUse().doors.idle]).toEqual([[{ now: 'on' }], 1])
  })

  it('starts full', async () => {
    const { rateLimit } = await authenticateApiKey(apiKey)
    expect(rateLimit).toEqual({ limit: 10, remaining: 9, resetSeconds: 1, retryAfterSeconds: null })
  })

  it('refuses when it is empty, and is then not touched', async () => {
    await setBucket(0.5, -3600)
    for (let n = 0; n < 3; n += 1) {
      const { rateLimit } = await authenticateApiKey(apiKey)
      expect(rateLimit).toEqual({ limit: 10, remaining: 0, resetSeconds: 1, retryAfterSeconds: 1 })
    }
    const [bucket] = await db().rows<{ tokens: number }>`
      SELECT tokens FROM rate_limit_buckets WHERE api_key_id = ${keyId}::uuid`
    expect(bucket?.tokens).toBe(0.5)
  })

  it('fills up again, and never above its size', async () => {
    await setBucket(0, 3600)
    expect((await authenticateApiKey(apiKey)).rateLimit).toMatchObject({ remaining: 9, retryAfterSeconds: null })
    await setBucket(-5, 0.6)
    expect((await authenticateApiKey(apiKey)).rateLimit.retryAfterSeconds).toBe(null)
  })

  it('is not filled by a clock that goes back', async () => {
    await setBucket(2, -3600)
    expect((await authenticateApiKey(apiKey)).rateLimit).toMatchObject({ remaining: 1, retryAfterSeconds: null })
  })

  it('takes on a limit that was changed', async () => {
    await setBucket(10, -3600)
    await db().apiKey.update({ where: { id: keyId }, data: { rateLimitPerSecond: 3 } })
    expect((await authenticateApiKey(apiKey)).rateLimit).toMatchObject({ limit: 3, remaining: 2 })
  })

  it.each([
    ['a full bucket that nobody has used', null, 12, { remaining: 10, resetSeconds: 0, retryAfterSeconds: 1 }],
    ['a bucket with less', 7.5, 8, { remaining: 7, resetSeconds: 1, retryAfterSeconds: 1 }],
    ['a bucket with much less', 5, 30, { remaining: 5, resetSeconds: 1, retryAfterSeconds: 3 }],
    ['an empty bucket', 0, 30, { remaining: 0, resetSeconds: 1, retryAfterSeconds: 3 }],
  ])('tells what is left to several calls that are refused together: %s', async (_, tokens, calls, state) => {
    // Touched in the future, so that nothing is refilled while the test runs.
    if (tokens !== null) await setBucket(tokens, -60)
    const { rateLimit } = await authenticateApiKey(apiKey, calls)
    expect(rateLimit).toEqual({ limit: 10, ...state })
    // Nothing was taken.
    expect((await authenticateApiKey(apiKey, calls)).rateLimit).toEqual(rateLimit)
  })

  it('counts what has been refilled when it tells a refused request what is left', async () => {
    await setBucket(0, 60)
    expect((await authenticateApiKey(apiKey, 25)).rateLimit).toMatchObject({ remaining: 10, retryAfterSeconds: 2 })
  })

  it('gives each of its tokens to one request of many at once', async () => {
    // A limit of one a second: what comes back in the meantime is at most one for each second of this test.
    await db().apiKey.update({ where: { id: keyId }, data: { rateLimitPerSecond: 1 } })
    await setBucket(1, 0)
    const startedMs = Date.now()
    const answers = await Promise.all(Array.from({ length: 50 }, () => authenticateApiKey(apiKey)))
    const seconds = (Date.now() - startedMs) / 1000
    const passed = answers.filter(({ rateLimit }) => rateLimit.retryAfterSeconds === null).length
    expect(passed).toBeGreaterThanOrEqual(1)
    expect(passed).toBeLessThanOrEqual(1 + Math.ceil(seconds))
  })
})
