import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { findAccount } from './account-row'
import { type AccountCheck, accountCheckSchema, type DialerAccountSummary } from './dialer-account-answer.schema'
import { showsSecret } from './dialer-kinds.rules'
import { toSummary } from './list-dialer-accounts'
import { eventsUrl } from './open-account'

export type DialerAccountDetail = DialerAccountSummary & {
  /** What the last check has listed; null where the provider lists nothing, or nobody has asked yet. */
  remoteAgents: AccountCheck['agents']
  remoteNumbers: AccountCheck['numbers']
  /** How many calls the provider lets it have at once, where it says so. */
  providerLines: number | null
  /** Where the provider may send its events; null for a dialer that sends none. It is a secret of the account. */
  eventsUrl: string | null
  /** Whether it has a secret that can be rotated, and until when the one before is good. */
  hasSecret: boolean
  oldSecretUntil: string | null
  usedBy: { agentId: string; name: string; status: string }[]
}

/**
 * Returns one account with all that may be shown of it: never its credentials, nor its secret.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND
 */
export async function getDialerAccount(actor: Actor, accountId: string): Promise<DialerAccountDetail> {
  const row = await findAccount(db(), actor, accountId)
  const agents = await db().rows<{ id: string; name: string; status: string }>`
    SELECT id, name, status FROM agents
    WHERE dialer_account_id = ${row.id}::uuid AND organization_id = ${actor.organizationId}
    ORDER BY name, id`
  const checked = row.checked === null ? null : accountCheckSchema.parse(row.checked)
  return {
    ...toSummary(row, agents.length),
    remoteAgents: checked?.agents ?? null,
    remoteNumbers: checked?.numbers ?? null,
    providerLines: checked?.linesMax ?? null,
    eventsUrl: eventsUrl(row) || null,
    hasSecret: showsSecret(row.kind),
    oldSecretUntil: row.oldSecretUntil?.toISOString() ?? null,
    usedBy: agents.map(({ id, name, status }) => ({ agentId: toPublicId('agent', id), name, status })),
  }
}
