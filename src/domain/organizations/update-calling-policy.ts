import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { callingRulesChanged } from '@/domain/events'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { type UpdateCallingPolicyInput, updateCallingPolicySchema } from './calling-policy.schema'
import { type CallingPolicy, readCallingPolicy } from './get-calling-policy'

/**
 * Switches rule sets on or off and sets the caps of the organization. It counts from the next decision on: for calls that
 * are planned already when a line is given, and again right before the dialer is asked. Of calls that were moved by a rule
 * it is asked again, in the background: who may be called earlier now is.
 *
 * @throws VALIDATION_ERROR, CONFLICT when somebody has changed the policy since `version`
 */
export async function updateCallingPolicy(actor: Actor, input: UpdateCallingPolicyInput): Promise<CallingPolicy> {
  const { organizationId } = actor
  const { version, ...changes } = parseRequest(updateCallingPolicySchema, input)
  const { policy, events } = await transaction(async (tx) => {
    const [organization] = await tx.rows<{ name: string }>`
      SELECT name FROM organizations WHERE id = ${organizationId} FOR NO KEY UPDATE`
    const before = await readCallingPolicy(tx, organizationId)
    if (before.version !== version) {
      const message =
        'Somebody has changed the calling rules meanwhile. Load them again, and make your change once more.'
      throw new RollcallError('CONFLICT', message, { version: before.version })
    }
    const { ruleSets = before.ruleSets, caps = before.caps } = changes
    const changed = (['ruleSets', 'caps'] as const).filter(
      (key) => JSON.stringify(before[key]) !== JSON.stringify({ ruleSets, caps }[key]),
    )
    if (changed.length === 0) return { policy: before, events: [] }
    const after: CallingPolicy = { version: version + 1, ruleSets, caps }
    await tx.execute`
      UPDATE organizations SET policy_version = ${after.version}, rule_sets = ${ruleSets},
        caps = jsonb_strip_nulls(${JSON.stringify(caps)}::jsonb)
      WHERE id = ${organizationId}`
    await appendAuditEntry(tx, actor, {
      action: 'calling_policy.changed',
      object: { kind: 'organization', id: organizationId, name: organization?.name ?? '' },
      before: Object.fromEntries(changed.map((key) => [key, before[key]])),
      after: Object.fromEntries(changed.map((key) => [key, after[key]])),
      details: { version: after.version },
    })
    const events = [callingRulesChanged.of({ organizationId })]
    await recordEvents(tx, events)
    return { policy: after, events }
  })
  await publishEvents(events)
  return policy
}
