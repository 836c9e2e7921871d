import { newId } from '@/domain/ids'
import { type Db, db } from '@/platform/db'

export type AuditEntry = {
  /** Null where none is concerned. */
  organizationId: string | null
  /** Who did it: id of a user or key; null for somebody who is not known. */
  actor: { kind: 'user' | 'apiKey' | 'system' | 'anonymous'; id: string | null }
  action: AuditAction
  /** Where the request came from; null for a command on the machine. */
  address: string | null
  /** Small, and without a secret or what somebody has typed. */
  details?: Record<string, unknown>
}

export type AuditAction =
  | 'sign_in.succeeded'
  | 'sign_in.failed'
  /** From now on an account is answered slowly. */
  | 'sign_in.slowed'
  /** From now on an address is refused. */
  | 'sign_in.limited'
  | 'organization.deleted'

/** Writes down what was done. There is no use case that changes or removes a line. */
export async function appendAuditEntry(entry: AuditEntry, on: Db = db()): Promise<void> {
  const { organizationId, actor, action, address, details = {} } = entry
  await on.execute`
    INSERT INTO audit_log (id, organization_id, actor_kind, actor_id, action, address, details)
    VALUES (${newId()}::uuid, ${organizationId}, ${actor.kind}, ${actor.id}, ${action}, ${address}, ${JSON.stringify(details)}::jsonb)`
}
