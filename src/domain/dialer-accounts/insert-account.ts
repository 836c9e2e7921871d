import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import type { Tx } from '@/platform/db'
import { auditedAccount } from './account-row'
import { newEventsToken } from './account-secrets'
import { ACCOUNTS_MAX } from './dialer-account.schema'
import type { AccountCheck } from './dialer-account-answer.schema'
import { type DialerKind, isRemote } from './dialer-kinds.rules'

export type NewAccount = {
  id: string
  kind: DialerKind
  name: string
  url: string | null
  /** Sealed. */
  credentials: string | null
  secret: string | null
  lines: number | null
  callsPerSecond: number | null
  checked: AccountCheck | null
}

/**
 * Inserts an account, and tells the audit log. Those who make accounts of one organization wait for each other until their
 * transactions end.
 *
 * @throws CONFLICT when the organization has as many as it can have
 */
export async function insertAccount(tx: Tx, actor: Actor, account: NewAccount): Promise<void> {
  const { id, kind, name, url, credentials, secret, lines, callsPerSecond, checked } = account
  await lockAccountsOf(tx, actor)
  const [existing] = await tx.rows<{ amount: number }>`
    SELECT count(*)::int AS amount FROM dialer_accounts WHERE organization_id = ${actor.organizationId}`
  if ((existing?.amount ?? 0) >= ACCOUNTS_MAX) {
    throw new RollcallError('CONFLICT', `An organization can have ${ACCOUNTS_MAX} dialer accounts. Delete one first.`)
  }
  const token = isRemote(kind) ? newEventsToken(id) : null
  await tx.execute`
    INSERT INTO dialer_accounts (id, organization_id, kind, name, url, credentials, secret, events_token,
      events_token_hash, lines, calls_per_second, checked, checked_at, created_by)
    VALUES (${id}::uuid, ${actor.organizationId}, ${kind}, ${name}, ${url}, ${credentials}, ${secret},
      ${token?.sealed ?? null}, ${token?.hash ?? null}, ${lines}, ${callsPerSecond},
      ${checked === null ? null : JSON.stringify(checked)}::jsonb, CASE WHEN ${checked !== null} THEN now() END, ${actor.label})`
  const details = url === null ? { kind } : { kind, host: new URL(url).host }
  await appendAuditEntry(tx, actor, {
    action: 'dialer_account.created',
    object: auditedAccount(account),
    details,
  })
}

/** Waits for whoever makes an account of the organization now, so that what is looked for afterwards is found. */
export async function lockAccountsOf(tx: Tx, { organizationId }: Actor): Promise<void> {
  await tx.execute`SELECT FROM pg_advisory_xact_lock(hashtextextended(${`dialer accounts of ${organizationId}`}, 0))`
}
