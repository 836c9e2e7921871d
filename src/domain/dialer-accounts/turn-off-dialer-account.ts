import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { transaction } from '@/platform/db'
import { auditedAccount, lockAccount } from './account-row'
import { announceAgents, publishAnnounced } from './announce-agents'

/**
 * Turns an account off: its agents begin no further call and keep what is due. Calls under way end normally. Turning off
 * twice changes nothing.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND
 */
export function turnOffDialerAccount(actor: Actor, accountId: string): Promise<void> {
  return transaction(async (tx) => {
    const account = await lockAccount(tx, actor, accountId)
    if (account.state === 'off') return
    await tx.execute`
      UPDATE dialer_accounts SET state = 'off', state_reason = NULL, state_since = now()
      WHERE id = ${account.id}::uuid`
    await appendAuditEntry(tx, actor, { action: 'dialer_account.turned_off', object: auditedAccount(account) })
  })
}

/**
 * Lets an account call again that was off or failing. What became due meanwhile is called now, as far as lines and call
 * windows allow. Turning on twice changes nothing.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND
 */
export async function turnOnDialerAccount(actor: Actor, accountId: string): Promise<void> {
  const events = await transaction(async (tx) => {
    const account = await lockAccount(tx, actor, accountId)
    if (account.state === 'connected') return []
    await tx.execute`
      UPDATE dialer_accounts SET state = 'connected', state_reason = NULL, state_since = now()
      WHERE id = ${account.id}::uuid`
    await appendAuditEntry(tx, actor, { action: 'dialer_account.turned_on', object: auditedAccount(account) })
    return announceAgents(tx, account.id)
  })
  await publishAnnounced(events)
}
