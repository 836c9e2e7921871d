import type { ResultType } from '@/domain/results/result-types.rules'
import { recordWebhookEvents } from '@/domain/webhook-events/record-webhook-events'
import { Prisma, type Tx } from '@/platform/db'
import type { AfterStep } from './next-after-step.rules'
import type { ResultFacts } from './sequence-result.rules'
import { withdrawRequested } from './withdraw-requested'

/** What follows after a step of a sequence. */
export type SequenceStepEnd = {
  sequenceId: string
  after: AfterStep
  /** What the call of the step came to, for a CALL whose result is not kept yet. */
  call?: { resultType: ResultType; best: ResultFacts['bestResult'] } | undefined
}

/**
 * Writes what follows after steps, CALL or EMAIL, each of another sequence. The turn is given up only when somebody
 * waits for it. When a success comes late and a later step was requested already, the call or mail of that step is
 * withdrawn if it has not gone out yet.
 */
export async function applyStepEnds(tx: Tx, ends: readonly SequenceStepEnd[]): Promise<void> {
  const ended = ends.flatMap(({ sequenceId: id, after, call }) => {
    if (after.kind === 'next' || after.kind === 'again') return []
    return [{ id, status: after.kind === 'success' ? 'done' : after.status, type: call?.resultType, best: call?.best }]
  })
  const next = ends.flatMap(({ sequenceId: id, after, call }) => {
    if (after.kind !== 'next') return []
    const { stepIndex, stepType, givesUpTurn } = after
    const dueAt = new Date(after.dueAtMs).toISOString()
    return [{ id, stepIndex, stepType, givesUpTurn, dueAt, type: call?.resultType, best: call?.best }]
  })
  const again = ends.flatMap(({ sequenceId: id, after, call }) => {
    if (after.kind !== 'again') return []
    const { attempt, dueAtMs, callBack } = after
    const promisedAt = callBack && new Date(callBack.promisedAtMs).toISOString()
    const dueAt = new Date(dueAtMs).toISOString()
    const promise = { promisedAt, moved: callBack?.movedOnce ?? false }
    return [{ id, attempt, dueAt, ...promise, type: call?.resultType, best: call?.best }]
  })
  if (ended.length > 0) await endWithoutMore(tx, ended)
  if (again.length > 0) await callAgain(tx, again)
  if (next.length > 0) await goToNextStep(tx, next)
}

/** What the call came to; both absent when nothing is to be kept of it. */
type Kept = { type: ResultType | undefined; best: ResultFacts['bestResult'] | undefined }

/** What was reached once stays reached. `ended` is what follows the step. */
const KEPT = Prisma.sql`
  last_result_type = coalesce(ended.type, last_result_type),
  best_result = CASE WHEN ended.best = 'goal reached' THEN ended.best ELSE coalesce(best_result, ended.best) END`

async function endWithoutMore(tx: Tx, ended: readonly (Kept & { id: string; status: string })[]): Promise<void> {
  await withdrawRequested(
    tx,
    ended.map(({ id }) => id),
  )
  const rows = await tx.rows<{ id: string; organizationId: string }>`
    UPDATE sequences SET status = ended.status, due_at = NULL, ended_at = now(), updated_at = now(), ${KEPT}
    FROM json_to_recordset(${JSON.stringify(ended)}::json) AS ended(id uuid, status text, type text, best text)
    WHERE sequences.id = ended.id
    RETURNING sequences.id, sequences.organization_id AS "organizationId"`
  await recordWebhookEvents(tx, 'sequence.ended', rows)
}

type Again = Kept & { id: string; attempt: number; dueAt: string; promisedAt: string | null; moved: boolean }

/** A sequence has the priority of its batch again when what a person was promised is over. */
const OWN_PRIORITY = Prisma.sql`CASE WHEN priority = 'promised'
  THEN (SELECT priority_of(batches.options) FROM batches WHERE batches.id = sequences.batch_id) ELSE priority END`

async function callAgain(tx: Tx, again: readonly Again[]): Promise<void> {
  await tx.execute`
    UPDATE sequences SET attempt = ended.attempt, due_at = ended."dueAt", updated_at = now(), ${KEPT},
      promised_at = ended."promisedAt", promise_moved = ended.moved,
      priority = CASE WHEN ended."promisedAt" IS NULL THEN ${OWN_PRIORITY} ELSE 'promised' END
    FROM json_to_recordset(${JSON.stringify(again)}::json)
      AS ended(id uuid, attempt int, "dueAt" timestamptz, "promisedAt" timestamptz, moved boolean, type text, best text)
    WHERE sequences.id = ended.id`
}

type NextStep = Kept & { id: string; stepIndex: number; stepType: string; givesUpTurn: boolean; dueAt: string }

async function goToNextStep(tx: Tx, next: readonly NextStep[]): Promise<void> {
  await tx.execute`
    UPDATE sequences SET step_index = ended."stepIndex", step_type = ended."stepType", due_at = ended."dueAt",
      attempt = 1, promised_at = NULL, promise_moved = false, priority = ${OWN_PRIORITY}, updated_at = now(), ${KEPT},
      advanced_at = CASE WHEN ended."givesUpTurn" AND advanced_at IS NULL AND EXISTS (
        SELECT 1 FROM sequences other WHERE other.chain_id = sequences.chain_id AND other.status = 'waiting'
      ) THEN now() ELSE advanced_at END
    FROM json_to_recordset(${JSON.stringify(next)}::json)
      AS ended(id uuid, "stepIndex" int, "stepType" text, "givesUpTurn" boolean, "dueAt" timestamptz, type text, best text)
    WHERE sequences.id = ended.id`
}
