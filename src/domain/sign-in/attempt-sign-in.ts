import { createHash } from 'node:crypto'
import { giveBackAttempt, takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { findMembership } from '@/domain/organizations/find-membership'
import { db } from '@/platform/db'
import { addressGroup } from '@/platform/http/client-address'
import { ACCOUNT_LIMIT, ADDRESS_LIMIT, signInDelaySeconds } from './sign-in.rules'

type Attempt = { email: string; address: string }

/**
 * Makes one attempt to sign in, within the limits of its address and its account, and logs the outcome in the audit
 * log. A successful attempt is not counted.
 *
 * @param check returns whether the password is right, and whether a second factor is still to come; called after the
 *   delay that the account has earned
 * @throws RATE_LIMITED with `retryAfterSeconds` for an address that was wrong too often; the password is not checked
 * then
 */
export async function attemptSignIn<Result>(
  { email, address }: Attempt,
  check: () => Promise<{ succeeded: boolean; secondFactor?: boolean; result: Result }>,
  wait: (ms: number) => Promise<unknown>,
): Promise<Result> {
  const addressSubject = `sign-in-address:${addressGroup(address)}`
  // What a stranger has typed is kept as a hash alone: it may well be a password.
  const accountSubject = `sign-in-account:${createHash('sha256').update(email).digest('base64url')}`

  const ofAddress = await takeAttempt(addressSubject, ADDRESS_LIMIT)
  if (ofAddress.retryAfterSeconds !== null) {
    const { retryAfterSeconds } = ofAddress
    const message = `Too many attempts from your address. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const ofAccount = await takeAttempt(accountSubject, ACCOUNT_LIMIT)
  const delaySeconds = signInDelaySeconds(ofAccount.used)
  if (delaySeconds > 0) await wait(delaySeconds * 1000)

  const { succeeded, secondFactor = false, result } = await check()
  if (succeeded) await Promise.all([giveBackAttempt(addressSubject), giveBackAttempt(accountSubject)])
  // Nobody is signed in yet: `attemptSecondFactor` logs how it ends.
  if (secondFactor) return result
  const { userId, organizationId } = await findAccount(email)
  const known = { kind: 'user', id: userId } as const
  const nobody = { organizationId, kind: 'anonymous', id: null } as const
  if (succeeded) await appendAuditEntry(db(), { organizationId, ...known }, { action: 'sign_in.succeeded', address })
  else await appendAuditEntry(db(), nobody, { action: 'sign_in.failed', address, details: { userId } })
  if (succeeded) return result
  if (delaySeconds > 0 && signInDelaySeconds(ofAccount.used - 1) === 0) {
    await appendAuditEntry(db(), nobody, { action: 'sign_in.slowed', address, details: { userId } })
  }
  if (ofAddress.used + 1 > ADDRESS_LIMIT.attemptsMax) {
    await appendAuditEntry(db(), { ...nobody, organizationId: null }, { action: 'sign_in.limited', address })
  }
  return result
}

/** Finds the user with this email and the user's organization; nulls when nobody has it. */
async function findAccount(email: string): Promise<{ userId: string | null; organizationId: string | null }> {
  const user = await db().user.findUnique({ where: { email }, select: { id: true } })
  const membership = user && (await findMembership(user.id, null))
  return { userId: user?.id ?? null, organizationId: membership?.organization.id ?? null }
}
