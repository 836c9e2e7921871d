import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { Prisma, type Tx } from '@/platform/db'
import type { Sql } from '@/platform/sql'

export type AccountRow = {
  id: string
  organizationId: string
  kind: string
  name: string
  url: string | null
  credentials: string | null
  secret: string | null
  oldSecret: string | null
  oldSecretUntil: Date | null
  eventsToken: string | null
  state: 'connected' | 'failing' | 'off'
  stateReason: string | null
  stateSince: Date
  lines: number | null
  callsPerSecond: number | null
  checked: unknown
  checkedAt: Date | null
  createdAt: Date
}

/** The columns of `AccountRow`, of a table or alias named `account`. */
export const ACCOUNT_COLUMNS = Prisma.sql`account.id, account.organization_id AS "organizationId", account.kind, account.name,
  account.url, account.credentials, account.secret, account.old_secret AS "oldSecret",
  account.old_secret_until AS "oldSecretUntil", account.events_token AS "eventsToken", account.state,
  account.state_reason AS "stateReason", account.state_since AS "stateSince", account.lines,
  account.calls_per_second AS "callsPerSecond", account.checked, account.checked_at AS "checkedAt",
  account.created_at AS "createdAt"`

/**
 * Returns the row of an account.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND for an account that does not exist in this organization
 */
export async function findAccount(on: Sql, actor: Actor, accountId: string): Promise<AccountRow> {
  const [row] = isUuid(accountId)
    ? await on.rows<AccountRow>`
        SELECT ${ACCOUNT_COLUMNS} FROM dialer_accounts account
        WHERE account.id = ${accountId}::uuid AND account.organization_id = ${actor.organizationId}`
    : []
  if (!row) throw accountNotFound()
  return row
}

/**
 * Locks an account to change it.
 *
 * @throws DIALER_ACCOUNT_NOT_FOUND
 */
export async function lockAccount(tx: Tx, actor: Actor, accountId: string): Promise<AccountRow> {
  const [row] = isUuid(accountId)
    ? await tx.rows<AccountRow>`
        SELECT ${ACCOUNT_COLUMNS} FROM dialer_accounts account
        WHERE account.id = ${accountId}::uuid AND account.organization_id = ${actor.organizationId}
        FOR UPDATE`
    : []
  if (!row) throw accountNotFound()
  return row
}

function accountNotFound(): RollcallError {
  return new RollcallError('DIALER_ACCOUNT_NOT_FOUND', 'There is no such dialer account in your organization.')
}

/** Says which account it is to the audit log. */
export function auditedAccount({ id, name }: { id: string; name: string }) {
  return { kind: 'dialerAccount', id, name } as const
}
