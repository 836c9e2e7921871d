import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { requestFault } from '@/domain/parse-request'
import { db, transaction } from '@/platform/db'
import { auditedAccount, findAccount, lockAccount } from './account-row'
import { announceAgents, publishAnnounced } from './announce-agents'
import { checkCredentials } from './check-credentials'
import type { AccountCheck } from './dialer-account-answer.schema'
import { isRemote } from './dialer-kinds.rules'
import { openAccount } from './open-account'

/**
 * Asks the provider whether the credentials of an account are good, and keeps its assistants and numbers to choose from. An
 * account that was failing and is connected again calls again.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND, VALIDATION_ERROR with what to correct, SERVICE_UNAVAILABLE when the provider was not
 *   reached
 */
export async function checkDialerAccount(actor: Actor, accountId: string): Promise<AccountCheck> {
  const row = await findAccount(db(), actor, accountId)
  if (!isRemote(row.kind)) throw requestFault('dialerAccountId', 'There is nothing to ask this dialer for.')
  const { dialer, account } = openAccount(row)
  const checked = await checkCredentials(dialer, account)
  const events = await transaction(async (tx) => {
    const { id, state, name } = await lockAccount(tx, actor, accountId)
    await tx.execute`
      UPDATE dialer_accounts SET checked = ${JSON.stringify(checked)}::jsonb, checked_at = now() WHERE id = ${id}::uuid`
    if (state !== 'failing') return []
    await tx.execute`
      UPDATE dialer_accounts SET state = 'connected', state_reason = NULL, state_since = now() WHERE id = ${id}::uuid`
    await appendAuditEntry(tx, actor, { action: 'dialer_account.recovered', object: auditedAccount({ id, name }) })
    return announceAgents(tx, id)
  })
  await publishAnnounced(events)
  return checked
}
