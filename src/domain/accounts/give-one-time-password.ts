import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { findMembership } from '@/domain/organizations/find-membership'
import { verifyAddress } from '@/domain/organizations/verify-address'
import { db, transaction } from '@/platform/db'
import { setPassword } from './set-password'

/**
 * Gives somebody a random password that has to be changed at the next sign-in, for an installation that sends no mail.
 * All their sessions end, and the address of the account counts as verified. There is no actor, as with the command that creates an organization.
 *
 * @param input.turnOffTwoFactor for somebody who has lost the authenticator app and the backup codes
 * @throws NOT_FOUND when nobody has this email
 */
export async function giveOneTimePassword(input: {
  email: string
  turnOffTwoFactor: boolean
}): Promise<{ email: string; password: string }> {
  const { turnOffTwoFactor } = input
  const email = input.email.trim().toLowerCase()
  const user = await db().user.findUnique({ where: { email }, select: { id: true, name: true } })
  if (!user) throw new RollcallError('NOT_FOUND', `Nobody signs in with ${email}.`)
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const membership = await findMembership(user.id, null)
  await transaction(async (tx) => {
    await verifyAddress(tx, user.id)
    await setPassword(tx, { userId: user.id, passwordHash, oneTime: true, keptSessionId: null })
    if (turnOffTwoFactor) {
      await tx.execute`DELETE FROM two_factors WHERE user_id = ${user.id}`
      await tx.execute`UPDATE users SET two_factor_enabled = false WHERE id = ${user.id}`
    }
    await appendAuditEntry(
      tx,
      { organizationId: membership?.organization.id ?? null, kind: 'system', id: 'admin', label: 'Administrator' },
      {
        action: 'password.given',
        object: { kind: 'user', id: user.id, name: user.name },
        details: { twoFactorTurnedOff: turnOffTwoFactor },
      },
    )
  })
  return { email, password }
}
