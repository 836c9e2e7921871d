import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { readRetention } from './get-retention'
import { RETENTION_KINDS, type Retention } from './retention.rules'
import { type UpdateRetentionInput, updateRetentionSchema } from './retention.schema'

/**
 * Changes for how many days things are kept. What is too old by then goes with the next sweep, at night; what is gone
 * does not come back by a longer time.
 *
 * @throws VALIDATION_ERROR with `{ path, message }[]`
 */
export async function updateRetention(actor: Actor, input: UpdateRetentionInput): Promise<Retention> {
  const { organizationId } = actor
  const changes = parseRequest(updateRetentionSchema, input)
  return transaction(async (tx) => {
    await tx.execute`SELECT FROM organizations WHERE id = ${organizationId} FOR NO KEY UPDATE`
    const before = await readRetention(tx, actor)
    const after: Retention = { ...before, ...changes }
    const changed = RETENTION_KINDS.filter((kind) => before[kind] !== after[kind])
    if (changed.length === 0) return before
    await tx.execute`
      UPDATE organizations SET transcript_days = ${after.transcripts}, rejected_row_days = ${after.rejectedRows},
        delivery_days = ${after.deliveries}, decision_days = ${after.decisions}
      WHERE id = ${organizationId}`
    const only = (retention: Retention) => Object.fromEntries(changed.map((kind) => [kind, retention[kind]]))
    await appendAuditEntry(tx, actor, {
      action: 'retention.changed',
      object: { kind: 'organization', id: organizationId },
      before: only(before),
      after: only(after),
    })
    return after
  })
}
