import { newId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { Sql } from '@/platform/sql'

export type AuditEntry = {
  /** Null when no organization is concerned. */
  organizationId: string | null
  /** The id of the user or key; null for somebody unknown. */
  actor: { kind: 'user' | 'apiKey' | 'system' | 'anonymous'; id: string | null }
  action: AuditAction
  /** The IP address of the request; null for a command on the machine. */
  address: string | null
  /** Small details, without secrets and without what somebody has typed. */
  details?: Record<string, unknown>
}

export type AuditAction =
  | 'sign_in.succeeded'
  | 'sign_in.failed'
  /** From now on this account gets slow answers. */
  | 'sign_in.slowed'
  /** From now on requests from this address are refused. */
  | 'sign_in.limited'
  | 'organization.deleted'

/** Appends one line to the audit log. No use case changes or deletes a line. */
export async function appendAuditEntry(entry: AuditEntry, on: Sql = db()): Promise<void> {
  const { organizationId, actor, action, address, details = {} } = entry
  await on.execute`
    INSERT INTO audit_log (id, organization_id, actor_kind, actor_id, action, address, details)
    VALUES (${newId()}::uuid, ${organizationId}, ${actor.kind}, ${actor.id}, ${action}, ${address}, ${JSON.stringify(details)}::jsonb)`
}
