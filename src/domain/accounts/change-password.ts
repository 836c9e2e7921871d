import { hashPassword } from 'better-auth/crypto'
import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { requestFault } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import type { ChangePasswordInput } from './account.schema'
import { checkPassword } from './check-password'
import { setPassword } from './set-password'

/**
 * Changes the actor's own password. All their other sessions end. A one-time password is used up by it.
 *
 * @throws VALIDATION_ERROR with the field, RATE_LIMITED after many wrong passwords
 */
export async function changePassword(actor: Actor, sessionId: string, input: ChangePasswordInput): Promise<void> {
  const { currentPassword, newPassword } = input
  await checkPassword(actor.id, currentPassword, 'currentPassword')
  if (newPassword === currentPassword) {
    throw requestFault('newPassword', 'This is the password that you have already. Choose another one.')
  }
  const passwordHash = await hashPassword(newPassword)
  await transaction(async (tx) => {
    await setPassword(tx, { userId: actor.id, passwordHash, oneTime: false, keptSessionId: sessionId })
    await appendAuditEntry(tx, actor, {
      action: 'password.changed',
      object: { kind: 'user', id: actor.id, name: actor.label },
    })
  })
}
