import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { toStorable } from '@/domain/text/sanitize.rules'
import type { Tx } from '@/platform/db'
import { auditedAccount } from './account-row'

const REASON_LENGTH_MAX = 500

/**
 * Notes that an account cannot call anybody, and why. From then on its agents begin no call; what is due waits. An account
 * that is failing already, or off, stays as it is.
 *
 * @param reason for people, without a secret
 */
export async function failAccount(tx: Tx, accountId: string, reason: string): Promise<void> {
  const told = toStorable(reason, REASON_LENGTH_MAX)
  const [failed] = await tx.rows<{ id: string; name: string; organizationId: string }>`
    UPDATE dialer_accounts SET state = 'failing', state_reason = ${told}, state_since = now()
    WHERE id = ${accountId}::uuid AND state = 'connected'
    RETURNING id, name, organization_id AS "organizationId"`
  if (!failed) return
  const actor = { organizationId: failed.organizationId, kind: 'system' as const, id: 'place-call', label: 'Rollcall' }
  await appendAuditEntry(tx, actor, {
    action: 'dialer_account.failed',
    object: auditedAccount(failed),
    details: { reason: told },
  })
}

/** Notes until when a provider takes no call, as when all its lines are busy. Nobody is called through the account before that. */
export async function holdAccount(tx: Tx, accountId: string, untilMs: number): Promise<void> {
  await tx.execute`
    UPDATE dialer_accounts SET held_until = greatest(held_until, ${new Date(untilMs).toISOString()}::timestamptz)
    WHERE id = ${accountId}::uuid`
}
