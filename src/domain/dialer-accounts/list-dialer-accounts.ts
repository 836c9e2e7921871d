import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { ACCOUNT_COLUMNS, type AccountRow } from './account-row'
import { dialerKindSchema } from './dialer-account.schema'
import { accountCheckSchema, type DialerAccountSummary } from './dialer-account-answer.schema'

const OWN_LABELS: Record<string, string> = { simulated: 'Simulated', webhook: 'Webhook' }

/** Lists the dialer accounts of the organization, the oldest first. There are few. */
export async function listDialerAccounts(actor: Actor): Promise<DialerAccountSummary[]> {
  const rows = await db().rows<AccountRow & { agents: number }>`
    SELECT ${ACCOUNT_COLUMNS}, (SELECT count(*)::int FROM agents WHERE dialer_account_id = account.id) AS agents
    FROM dialer_accounts account WHERE account.organization_id = ${actor.organizationId}
    ORDER BY account.created_at, account.id`
  return rows.map((row) => toSummary(row, row.agents))
}

/** What of an account may be shown. */
export function toSummary(row: AccountRow, agents: number): DialerAccountSummary {
  const dialer = remoteDialer(row.kind)
  return {
    dialerAccountId: row.id,
    kind: dialerKindSchema.parse(row.kind),
    label: dialerLabel(row.kind),
    name: row.name,
    url: row.url,
    state: row.state,
    stateReason: row.stateReason,
    stateSince: row.stateSince.toISOString(),
    lines: row.lines,
    callsPerSecond: row.callsPerSecond,
    connectedAs: row.checked === null ? null : accountCheckSchema.parse(row.checked).connectedAs,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    // The order for a webhook names the extension.
    dialsExtensions: dialer?.dialsExtensions ?? true,
    agents,
    createdAt: row.createdAt.toISOString(),
  }
}

/** Returns the name of a dialer, as people write it. */
export function dialerLabel(kind: string): string {
  return remoteDialer(kind)?.label ?? OWN_LABELS[kind] ?? kind
}
