import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import type { Tx } from '@/platform/db'
import { decidePerson } from './decide-person.rules'
import { loadKnown } from './load-known'
import type { Policies } from './load-policies'
import type { NewDecision } from './record-decisions'

type Row = {
  id: string
  batchId: string
  phoneNumber: string
  variables: Record<string, string>
  timezone: string
  timezoneSent: boolean
  bypassWindows: boolean
  simulated: boolean
}

/**
 * Decides of due sequences of an agent whether their people are called now: their rows in one query, and what is known of
 * their numbers in sets. Nothing is locked or written.
 *
 * @param sequences `id` is the UUID; `promisedAt` the moment for which the person was promised the call, or null
 * @returns by the sequence's UUID
 */
export async function decideSequences(
  tx: Tx,
  policies: Policies,
  sequences: readonly { id: string; promisedAt: Date | null }[],
  nowMs: number,
): Promise<ReadonlyMap<string, NewDecision>> {
  if (sequences.length === 0) return new Map()
  const rows = await tx.rows<Row>`
    SELECT contact.id, contact.batch_id AS "batchId", contact.phone_number AS "phoneNumber", contact.variables,
      contact.timezone, contact.timezone_sent AS "timezoneSent", bypasses_windows(batch.options) AS "bypassWindows",
      batch.simulated
    FROM unnest(${sequences.map(({ id }) => id)}::uuid[]) AS asked(id)
    CROSS JOIN LATERAL (SELECT * FROM contacts WHERE contacts.id = asked.id OFFSET 0) contact
    CROSS JOIN LATERAL (SELECT options, simulated FROM batches WHERE batches.id = contact.batch_id OFFSET 0) batch`
  const asked = rows.map((row) => ({ row, policies: row.simulated ? policies.simulated : policies }))
  const knownOf = await loadKnown(
    tx,
    asked.map(({ row: { phoneNumber }, policies }) => ({ phoneNumber, policies })),
  )
  const promises = new Map(sequences.map(({ id, promisedAt }) => [id, promisedAt]))
  return new Map(
    asked.map(({ row, policies }) => {
      const { phoneNumber, timezone, batchId, id: sequenceId } = row
      const promisedAt = promises.get(sequenceId) ?? null
      const wish = { wantedAtMs: null, windowsBypassedBy: windowsBypassedBy({ ...row, promisedAt }, nowMs) }
      const known = knownOf({ organizationId: policies.organizationId, phoneNumber })
      const decided = decidePerson(policies, { ...row, ...wish }, known, nowMs)
      return [sequenceId, { ...decided, policies, phoneNumber, timezone, batchId, sequenceId, callId: null }]
    }),
  )
}
