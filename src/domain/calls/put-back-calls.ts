import { settleCredits } from '@/domain/credits/settle-credits'
import { workDue } from '@/domain/events'
import { lockSequences } from '@/domain/sequences/lock-sequences'
import { toStorable } from '@/domain/text/sanitize.rules'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { recordEvents } from '@/platform/outbox'

export type PutBack = {
  callId: string
  sequenceId: string
  dueMs: number
  /** Why, for people. */
  reason: string
  /** When its dialer was asked that has not called. Where somebody has asked again since, the call stays as it is. */
  askedAt: Date
}

const REASON_LENGTH_MAX = 500

/**
 * Puts calls back to waiting that were certainly not made: none of them counts as an attempt, and their sequences are due
 * again at a moment of their own. Calls that have a result stay as they are. Why each was put back is kept. The credit of a sequence that has ended
 * meanwhile is released.
 *
 * @returns what to publish after the commit
 */
export async function putBackCalls(tx: Tx, calls: readonly PutBack[]): Promise<DomainEvent[]> {
  await lockSequences(
    tx,
    calls.map(({ sequenceId }) => sequenceId),
  )
  const rows = calls.map(({ callId, dueMs, reason, askedAt }) => {
    return { id: callId, at: new Date(dueMs), why: toStorable(reason, REASON_LENGTH_MAX), askedAt }
  })
  const put = await tx.rows<{ sequenceId: string; agentId: string; hasEnded: boolean }>`
    WITH put AS (
      UPDATE calls SET status = 'withdrawn', attempted_at = NULL, asked_at = NULL, fetch_at = NULL, put_back_reason = back.why
      FROM json_to_recordset(${JSON.stringify(rows)}::json) AS back(id uuid, at timestamptz, why text, "askedAt" timestamptz)
      WHERE calls.id = back.id AND calls.status IN ('requested', 'placed') AND calls.asked_at = back."askedAt"
      RETURNING calls.sequence_id, calls.agent_id, back.at
    ), due AS (
      UPDATE sequences SET due_at = put.at, updated_at = now(),
        status = CASE WHEN step_index = 0 AND attempt = 1 AND credit_state = 'reserved' THEN 'scheduled' ELSE status END
      FROM put WHERE sequences.id = put.sequence_id AND sequences.status = 'in progress'
      RETURNING sequences.id
    )
    SELECT sequence_id AS "sequenceId", agent_id AS "agentId",
      NOT EXISTS (SELECT FROM due WHERE due.id = put.sequence_id) AS "hasEnded"
    FROM put`
  const ended = put.filter(({ hasEnded }) => hasEnded).map(({ sequenceId }) => sequenceId)
  if (ended.length > 0) await settleCredits(tx, ended, 'release')
  const events = [...new Set(put.map(({ agentId }) => agentId))].map((agentId) => workDue.of({ agentId }))
  if (events.length > 0) await recordEvents(tx, events)
  return events
}
