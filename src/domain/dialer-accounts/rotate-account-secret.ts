import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { requestFault } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { auditedAccount, lockAccount } from './account-row'
import { newAccountSecret } from './account-secrets'
import { showsSecret } from './dialer-kinds.rules'

const OLD_SECRET_HOURS = 24

/**
 * Gives a dialer account a new secret. For 24 hours both are good: orders are signed with both, and a result may be signed
 * with either. A second rotation within that time ends the first secret at once.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND, VALIDATION_ERROR for an account without a secret
 * @returns the new secret, which is shown only here
 */
export async function rotateAccountSecret(
  actor: Actor,
  accountId: string,
): Promise<{ secret: string; oldSecretUntil: string }> {
  const oldSecretUntil = new Date(nowMs() + OLD_SECRET_HOURS * 3_600_000).toISOString()
  const secret = await transaction(async (tx) => {
    const account = await lockAccount(tx, actor, accountId)
    if (!showsSecret(account.kind)) throw requestFault('dialerAccountId', 'This dialer has no secret.')
    const made = newAccountSecret(account.id)
    await tx.execute`
      UPDATE dialer_accounts
      SET old_secret = secret, old_secret_until = ${oldSecretUntil}::timestamptz, secret = ${made.sealed}
      WHERE id = ${account.id}::uuid`
    const object = auditedAccount(account)
    await appendAuditEntry(tx, actor, { action: 'dialer_account.secret_rotated', object, details: { oldSecretUntil } })
    return made.secret
  })
  return { secret, oldSecretUntil }
}
