import { hashPassword } from 'better-auth/crypto'
import { giveBackAttempt, takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { findMembership } from '@/domain/organizations/find-membership'
import { verifyAddress } from '@/domain/organizations/verify-address'
import { db, transaction } from '@/platform/db'
import { addressGroup } from '@/platform/http/client-address'
import { hashLinkToken } from '@/platform/link-token'
import { setPassword } from './set-password'

const LINK_LIMIT = { attemptsMax: 20, secondsPerAttempt: 30 }

/**
 * Says whether the link to set a new password is good.
 *
 * @throws RATE_LIMITED for an address that tries many
 */
export async function isResetLinkGood(token: string, address: string): Promise<boolean> {
  const subject = `link-address:${addressGroup(address)}`
  const { retryAfterSeconds } = await takeAttempt(subject, LINK_LIMIT)
  if (retryAfterSeconds !== null) {
    const message = `Too many attempts from your address. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const found = await db().passwordReset.findFirst({
    where: { tokenHash: hashLinkToken(token), expiresAt: { gt: new Date() } },
    select: { userId: true },
  })
  if (found) await giveBackAttempt(subject)
  return found !== null
}

/**
 * Sets a new password by the link that was mailed. The link is good once, all sessions end, and two-factor sign-in
 * stays as it is, unless the address of the account is verified by this for the first time.
 *
 * @throws NOT_FOUND for a link that is unknown, used or expired; RATE_LIMITED
 */
export async function resetPassword(input: { token: string; password: string }, address: string): Promise<void> {
  const { token, password } = input
  if (!(await isResetLinkGood(token, address))) throw voidLink()
  const passwordHash = await hashPassword(password)
  await transaction(async (tx) => {
    const [taken] = await tx.rows<{ userId: string; name: string }>`
      DELETE FROM password_resets USING users
      WHERE users.id = password_resets.user_id AND token_hash = ${hashLinkToken(token)} AND expires_at > now()
      RETURNING users.id AS "userId", users.name`
    if (!taken) throw voidLink()
    await verifyAddress(tx, taken.userId)
    await setPassword(tx, { userId: taken.userId, passwordHash, oneTime: false, keptSessionId: null })
    const membership = await findMembership(taken.userId, null)
    await appendAuditEntry(
      tx,
      { organizationId: membership?.organization.id ?? null, kind: 'user', id: taken.userId, label: taken.name },
      { action: 'password.reset', object: { kind: 'user', id: taken.userId, name: taken.name }, address },
    )
  })
}

function voidLink(): RollcallError {
  return new RollcallError('NOT_FOUND', 'This link no longer works: it was used, or is older than an hour.')
}
