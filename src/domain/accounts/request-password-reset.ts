import { createHash } from 'node:crypto'
import { takeAttempt } from '@/domain/attempts/take-attempt'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { findMembership } from '@/domain/organizations/find-membership'
import { db, transaction } from '@/platform/db'
import { env } from '@/platform/env'
import { addressGroup } from '@/platform/http/client-address'
import { hashLinkToken, newLinkToken } from '@/platform/link-token'
import { logger } from '@/platform/logger'
import { isMailSetUp, sendMail } from '@/platform/mail/send-mail'
import { PASSWORD_RESET_HOURS, passwordResetMail } from './password-reset-mail.rules'

const ADDRESS_LIMIT = { attemptsMax: 10, secondsPerAttempt: 60 }

/** Nobody's mailbox is filled by strangers: three mails, and then one in 20 minutes. Beyond that nothing is sent. */
const ACCOUNT_LIMIT = { attemptsMax: 3, secondsPerAttempt: 20 * 60 }

/**
 * Mails whoever has this email a link to set a new password, good once and for an hour. It answers alike and as fast
 * whether or not anybody has it: what is done for somebody is done after the answer.
 *
 * @returns the work that goes on, for tests to wait for
 * @throws RATE_LIMITED for an address that asks too often
 */
export async function requestPasswordReset(email: string, address: string): Promise<{ done: Promise<void> }> {
  const ofAddress = await takeAttempt(`password-reset-address:${addressGroup(address)}`, ADDRESS_LIMIT)
  if (ofAddress.retryAfterSeconds !== null) {
    const { retryAfterSeconds } = ofAddress
    const message = `Too many attempts from your address. Try again in ${retryAfterSeconds} s.`
    throw new RollcallError('RATE_LIMITED', message, { retryAfterSeconds })
  }
  const done = mailLink(email, address).catch((error: unknown) => {
    logger.warn({ reason: (error as Error).name }, 'A link to set a new password could not be mailed.')
  })
  return { done }
}

async function mailLink(email: string, address: string): Promise<void> {
  if (!isMailSetUp()) return
  const user = await db().user.findUnique({ where: { email }, select: { id: true, name: true } })
  if (!user) return
  // As a hash: what a stranger has typed may be anything.
  const subject = `password-reset-account:${createHash('sha256').update(email).digest('base64url')}`
  if (!(await takeAttempt(subject, ACCOUNT_LIMIT)).passed) return
  const membership = await findMembership(user.id, null)
  const token = newLinkToken()
  await transaction(async (tx) => {
    await tx.execute`
      INSERT INTO password_resets (token_hash, user_id, expires_at)
      VALUES (${hashLinkToken(token)}, ${user.id}, now() + make_interval(hours => ${PASSWORD_RESET_HOURS}::int))`
    await appendAuditEntry(
      tx,
      { organizationId: membership?.organization.id ?? null, kind: 'anonymous', id: null },
      { action: 'password.reset_requested', object: { kind: 'user', id: user.id, name: user.name }, address },
    )
  })
  await sendMail({
    template: 'password-reset',
    messageId: `password-reset.${hashLinkToken(token)}`,
    to: email,
    ...passwordResetMail({ name: user.name, link: `${env().APP_URL}/reset-password/${token}` }),
  })
}
