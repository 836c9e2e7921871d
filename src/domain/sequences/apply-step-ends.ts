import type { Tx } from '@/platform/db'
import type { AfterStep } from './next-after-step.rules'
import { withdrawRequested } from './withdraw-requested'

/** What follows after a step of a sequence. */
export type SequenceStepEnd = { sequenceId: string; after: AfterStep }

/**
 * Writes what follows after steps, CALL or EMAIL, each of another sequence. The turn is given up only when somebody
 * waits for it. When a success comes late and a later step was requested already, the call or mail of that step is
 * withdrawn if it has not gone out yet.
 */
export async function applyStepEnds(tx: Tx, ends: readonly SequenceStepEnd[]): Promise<void> {
  const ended = ends.flatMap(({ sequenceId: id, after }) => {
    if (after.kind === 'next') return []
    return [{ id, status: after.kind === 'success' ? 'done' : after.status }]
  })
  const next = ends.flatMap(({ sequenceId: id, after }) => {
    if (after.kind !== 'next') return []
    const { stepIndex, stepType, givesUpTurn } = after
    return [{ id, stepIndex, stepType, givesUpTurn, dueAt: new Date(after.dueAtMs).toISOString() }]
  })
  if (ended.length > 0) await endWithoutMore(tx, ended)
  if (next.length > 0) await goToNextStep(tx, next)
}

async function endWithoutMore(tx: Tx, ended: readonly { id: string; status: string }[]): Promise<void> {
  await withdrawRequested(
    tx,
    ended.map(({ id }) => id),
  )
  await tx.execute`
    UPDATE sequences SET status = ended.status, due_at = NULL, ended_at = now(), updated_at = now()
    FROM json_to_recordset(${JSON.stringify(ended)}::json) AS ended(id uuid, status text)
    WHERE sequences.id = ended.id`
}

type NextStep = { id: string; stepIndex: number; stepType: string; givesUpTurn: boolean; dueAt: string }

async function goToNextStep(tx: Tx, next: readonly NextStep[]): Promise<void> {
  await tx.execute`
    UPDATE sequences SET step_index = next."stepIndex", step_type = next."stepType", due_at = next."dueAt",
      updated_at = now(),
      advanced_at = CASE WHEN next."givesUpTurn" AND advanced_at IS NULL AND EXISTS (
        SELECT 1 FROM sequences other WHERE other.chain_id = sequences.chain_id AND other.status = 'waiting'
      ) THEN now() ELSE advanced_at END
    FROM json_to_recordset(${JSON.stringify(next)}::json)
      AS next(id uuid, "stepIndex" int, "stepType" text, "givesUpTurn" boolean, "dueAt" timestamptz)
    WHERE sequences.id = next.id`
}
