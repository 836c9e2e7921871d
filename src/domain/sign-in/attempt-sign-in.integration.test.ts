import { describe, expect, it } from 'vitest'
import { removeOldAttempts } from '@/domain/attempts/take-attempt'
import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import { createTestOrganization } from '@/testing/factories'
import { attemptSignIn } from './attempt-sign-in'
import { ADDRESS_LIMIT } from './sign-in.rules'

const MAX = ADDRESS_LIMIT.attemptsMax
let addresses = 0
/** Makes an address that no other test has. */
const newAddress = () => `203.0.113.${++addresses}`
const newEmail = () => `${newId()}@example.com`

type Made = { checked: number; waitedMs: number[]; refused: { retryAfterSeconds: number }[] }

/** Makes attempts; with `atOnce`, all at the same moment. None of them really waits. */
async function attempt(
  attempts: { email: string; address: string; succeeds?: boolean }[],
  { atOnce = false } = {},
): Promise<Made> {
  const made: Made = { checked: 0, waitedMs: [], refused: [] }
  const one = async ({ email, address, succeeds = false }: (typeof attempts)[number]) => {
    const check = async () => {
      made.checked++
      return { succeeded: succeeds, result: null }
    }
    await attemptSignIn({ email, address }, check, async (ms) => made.waitedMs.push(ms)).catch((error) => {
      expect(error.code).toBe('RATE_LIMITED')
      made.refused.push(error.details)
    })
  }
  if (atOnce) await Promise.all(attempts.map(one))
  else for (const each of attempts) await one(each)
  return made
}

const repeat = <Item>(times: number, make: (n: number) => Item) => Array.from({ length: times }, (_, n) => make(n))

describe('attemptSignIn', () => {
  it('lets one address be wrong twenty times, also when all come at once, whatever accounts it tries', async () => {
    const address = newAddress()
    const { checked, refused } = await attempt(
      repeat(MAX + 30, () => ({ email: newEmail(), address })),
      { atOnce: true },
    )
    expect(checked).toBe(MAX)
    expect(refused).toHaveLength(30)
    for (const { retryAfterSeconds } of refused) {
      expect(retryAfterSeconds).toBeGreaterThan(0)
      expect(retryAfterSeconds).toBeLessThanOrEqual(ADDRESS_LIMIT.secondsPerAttempt)
    }
    // The right password does not get in either: it would tell whoever guesses that it is right.
    expect((await attempt([{ email: newEmail(), address, succeeds: true }])).checked).toBe(0)
    expect((await attempt([{ email: newEmail(), address: newAddress() }])).checked).toBe(1)
  })

  it('lets it try again as time goes by', async () => {
    const address = newAddress()
    await attempt(repeat(MAX, () => ({ email: newEmail(), address })))
    await db().execute`
      UPDATE attempt_buckets SET updated_at = updated_at - make_interval(secs => ${ADDRESS_LIMIT.secondsPerAttempt * 2 + 1})
      WHERE subject = ${`sign-in-address:${address}`}`
    expect((await attempt(repeat(5, () => ({ email: newEmail(), address })))).checked).toBe(2)
  })

  it('takes the addresses of one IPv6 network for one', async () => {
    const { checked } = await attempt(
      repeat(MAX + 5, (n) => ({ email: newEmail(), address: `2001:db8:1:2::${(n + 1).toString(16)}` })),
    )
    expect(checked).toBe(MAX)
    expect((await attempt([{ email: newEmail(), address: '2001:db8:1:3::1' }])).checked).toBe(1)
  })

  it('does not count those that succeed', async () => {
    const [email, address] = [newEmail(), newAddress()]
    const { checked, waitedMs } = await attempt(repeat(MAX * 2, () => ({ email, address, succeeds: true })))
    expect(checked).toBe(MAX * 2)
    expect(waitedMs).toEqual([])
  })

  it('answers an account ever more slowly that many guess at, and never refuses its owner', async () => {
    const email = newEmail()
    const guesses = await attempt(repeat(40, (n) => ({ email, address: `198.51.100.${n}` })))
    expect(guesses.checked).toBe(40)
    expect(guesses.waitedMs.slice(0, 6)).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000])
    const owner = await attempt([{ email, address: newAddress(), succeeds: true }])
    expect(owner).toEqual({ checked: 1, waitedMs: [10_000], refused: [] })
    // And those of another account notice nothing.
    expect((await attempt([{ email: newEmail(), address: newAddress() }])).waitedMs).toEqual([])
  })

  it('writes down how it went, and nothing that somebody has typed', async () => {
    const { organizationId, operator } = await createTestOrganization()
    const address = newAddress()
    await attempt(repeat(MAX, () => ({ email: operator.email, address })))
    await attempt([{ email: operator.email, address }])
    await attempt([{ email: operator.email, address: newAddress(), succeeds: true }])
    const { id: userId } = await db().user.findUniqueOrThrow({ where: { email: operator.email } })
    const lines = await db().auditEntry.findMany({
      where: { organizationId, action: { startsWith: 'sign_in.' } },
      orderBy: { id: 'asc' },
    })
    const count = (action: string) => lines.filter((line) => line.action === action).length
    expect(count('sign_in.failed')).toBe(MAX)
    expect(count('sign_in.slowed')).toBe(1)
    expect(lines.at(-1)).toMatchObject({ action: 'sign_in.succeeded', actorKind: 'user', actorId: userId })
    expect(lines[0]).toMatchObject({ address, actorKind: 'anonymous', actorId: null, details: { userId } })
    expect(await db().auditEntry.count({ where: { address, action: 'sign_in.limited' } })).toBe(1)

    const typed = 'correct horse battery staple'
    await attempt([{ email: typed, address: newAddress() }])
    const [all] = await db().rows<{ text: string }>`
      SELECT (SELECT json_agg(audit_log)::text FROM audit_log) || (SELECT json_agg(attempt_buckets)::text FROM attempt_buckets) AS text`
    expect(all?.text).not.toContain(typed)
    expect(all?.text).not.toContain(operator.email)
  })

  it('forgets attempts that have drained long ago', async () => {
    const address = newAddress()
    await attempt([{ email: newEmail(), address }])
    await db().execute`UPDATE attempt_buckets SET updated_at = now() - interval '25 hours'`
    await attempt([{ email: newEmail(), address: newAddress() }])
    expect(await removeOldAttempts()).toBeGreaterThan(1)
    expect(await db().attemptBucket.count()).toBe(2)
  })
})
