import type { Actor } from '@/domain/actor'
import { newId } from '@/domain/ids'
import { currentAddress, currentRequestId } from '@/platform/request-context'
import type { Sql } from '@/platform/sql'
import type { AuditAction, AuditObjectKind } from './audit-actions.rules'

/** Somebody who is not known (yet), such as whoever tries to sign in. */
type Nobody = { organizationId: string | null; kind: 'anonymous'; id: null }

/** Somebody whose organization is not known, or not there any more. */
type Homeless = { organizationId: string | null; kind: 'user' | 'system'; id: string | null; label?: string }

type Entry = {
  action: AuditAction
  /** `id` in the form of the API; `name` as it is now. */
  object?: { kind: AuditObjectKind; id: string; name?: string }
  /** What was changed, as it was and as it is, where that is short; never a secret. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
  /** Further details, without secrets and without what somebody has typed. */
  details?: Record<string, unknown>
  /** Where it came from, when that is not the current request. */
  address?: string
}

/**
 * Appends one line to the audit log, in the transaction of what it tells of. The address and the id of the current
 * request are added. No use case changes or deletes a line.
 */
export async function appendAuditEntry(on: Sql, actor: Actor | Homeless | Nobody, entry: Entry): Promise<void> {
  const { action, object, before, after, details = {}, address = currentAddress() } = entry
  const actorName = 'label' in actor ? actor.label : undefined
  await on.execute`
    INSERT INTO audit_log (id, organization_id, actor_kind, actor_id, actor_name, action, address, request_id,
      object_kind, object_id, object_name, before, after, details)
    VALUES (${newId()}::uuid, ${actor.organizationId}, ${actor.kind}, ${actor.id},
      coalesce(${actorName ?? null}, (SELECT name FROM users WHERE id = ${actor.id} AND ${actor.kind} = 'user')), ${action},
      ${address ?? null}, ${currentRequestId() ?? null}, ${object?.kind ?? null}, ${object?.id ?? null},
      ${object?.name ?? null}, ${jsonOrNull(before)}::jsonb, ${jsonOrNull(after)}::jsonb,
      ${JSON.stringify(details)}::jsonb)`
}

function jsonOrNull(value: Record<string, unknown> | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value)
}
