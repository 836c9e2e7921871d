import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { toPublicId } from '@/domain/ids'
import { transaction } from '@/platform/db'
import { auditedAccount, lockAccount } from './account-row'

const NAMED_MAX = 5

/**
 * Deletes a dialer account with its credentials. Agents that use it, archived ones too, have to get another one first.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND, CONFLICT while agents name it, or calls that it was asked for are under way
 */
export function deleteDialerAccount(actor: Actor, accountId: string): Promise<void> {
  return transaction(async (tx) => {
    // Whoever gives it to an agent now waits for this lock by the foreign key.
    const account = await lockAccount(tx, actor, accountId)
    const agents = await tx.rows<{ id: string; name: string }>`
      SELECT id, name FROM agents WHERE dialer_account_id = ${account.id}::uuid ORDER BY name LIMIT ${NAMED_MAX}`
    if (agents.length > 0) {
      const names = agents.map(({ name }) => name).join(', ')
      throw new RollcallError('CONFLICT', `Agents use this account (${names}). Give them another one first.`, {
        agents: agents.map(({ id, name }) => ({ agentId: toPublicId('agent', id), name })),
      })
    }
    const [calling] = await tx.rows<{ id: string }>`
      SELECT id FROM calls
      WHERE agent_id IN (SELECT id FROM agents WHERE organization_id = ${actor.organizationId})
        AND dialer_account_id = ${account.id}::uuid AND call_is_under_way(status)
      LIMIT 1`
    if (calling) {
      throw new RollcallError('CONFLICT', 'Calls of this account are under way. Delete it when they have ended.')
    }
    await tx.execute`DELETE FROM dialer_accounts WHERE id = ${account.id}::uuid`
    await appendAuditEntry(tx, actor, { action: 'dialer_account.deleted', object: auditedAccount(account) })
  })
}
