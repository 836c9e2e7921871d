import { windowsBypassedBy } from '@/domain/cadence/bypass-windows.rules'
import type { Tx } from '@/platform/db'
import { decidePerson } from './decide-person.rules'
import { loadKnown } from './load-known'
import { type Policies, policiesFor } from './load-policies'
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

/** A sequence of whose person is asked whether it is called. */
export type AskedSequence = {
  /** UUID */
  id: string
  /** Of its agent. */
  policies: Policies
  /** For when the person was promised the call. */
  promisedAt: Date | null
  /** Not before this moment, in epoch milliseconds; null for now. */
  wantedAtMs: number | null
  /** Of a retry that is to be at another time of day than these calls, in epoch milliseconds. */
  unansweredMs?: readonly number[]
}

/**
 * Decides of sequences whether and when their people are called: their rows in one query, and what is known of their
 * numbers in sets. Nothing is locked or written.
 *
 * @returns by the sequence's UUID
 */
export async function decideSequences(
  tx: Tx,
  sequences: readonly AskedSequence[],
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
  const sequenceOf = new Map(sequences.map((sequence) => [sequence.id, sequence]))
  const asked = rows.flatMap((row) => {
    const sequence = sequenceOf.get(row.id)
    return sequence ? [{ row, sequence, policies: policiesFor(sequence.policies, row) }] : []
  })
  const knownOf = await loadKnown(
    tx,
    asked.map(({ row: { phoneNumber }, policies }) => ({ phoneNumber, policies })),
  )
  return new Map(
    asked.map(({ row, sequence: { promisedAt, wantedAtMs, unansweredMs }, policies }) => {
      const { phoneNumber, timezone, batchId, id: sequenceId } = row
      const wish = {
        ...{ wantedAtMs, ...(unansweredMs && { unansweredMs }) },
        windowsBypassedBy: windowsBypassedBy({ ...row, promisedAt }, nowMs),
      }
      const known = knownOf({ organizationId: policies.organizationId, phoneNumber })
      const decided = decidePerson(policies, { ...row, ...wish }, known, nowMs)
      return [sequenceId, { ...decided, policies, phoneNumber, timezone, batchId, sequenceId, callId: null }]
    }),
  )
}
