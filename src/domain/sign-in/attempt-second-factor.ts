import { giveBackAttempt, takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { findMembership } from '@/domain/organizations/find-membership'
import { db } from '@/platform/db'
import { addressGroup } from '@/platform/http/client-address'
import { ADDRESS_LIMIT } from './sign-in.rules'

type Attempt = {
  /** The id of the challenge in the cookie; null without one. */
  challenge: string | null
  by: 'app' | 'backupCode'
  address: string
}

/**
 * Makes one attempt at the second step of a sign-in, within the limit of its address, and logs the outcome. better-auth
 * ends a challenge after five wrong codes and locks the second step of an account for 15 minutes after ten: only
 * somebody with the password comes here, so the lock is nothing that a stranger can use against the owner.
 *
 * @param check returns whether the code is right
 * @throws RATE_LIMITED with `retryAfterSeconds`; the code is not checked then
 */
export async function attemptSecondFactor<Result>(
  { challenge, by, address }: Attempt,
  check: () => Promise<{ succeeded: boolean; result: Result }>,
): Promise<Result> {
  const subject = `sign-in-address:${addressGroup(address)}`
  const { retryAfterSeconds } = await takeAttempt(subject, ADDRESS_LIMIT)
  if (retryAfterSeconds !== null) {
    const message = `Too many attempts from your address. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const userId = await findChallenged(challenge)
  const { succeeded, result } = await check()
  if (succeeded) await giveBackAttempt(subject)
  const membership = userId === null ? null : await findMembership(userId, null)
  const organizationId = membership?.organization.id ?? null
  const details = { secondFactor: by }
  if (succeeded) {
    await appendAuditEntry(
      db(),
      { organizationId, kind: 'user', id: userId },
      { action: 'sign_in.succeeded', address, details },
    )
  } else {
    const nobody = { organizationId, kind: 'anonymous', id: null } as const
    await appendAuditEntry(db(), nobody, { action: 'sign_in.failed', address, details: { ...details, userId } })
  }
  return result
}

/** Finds whose sign-in a challenge belongs to. */
async function findChallenged(challenge: string | null): Promise<string | null> {
  if (challenge === null || challenge.includes('\0')) return null
  const found = await db().verification.findFirst({ where: { identifier: challenge }, select: { value: true } })
  return found?.value ?? null
}
