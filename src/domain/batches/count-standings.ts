import type { Actor } from '@/domain/actor'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { db } from '@/platform/db'

/**
 * What has come of a batch's contacts so far, best first; each is counted once. `goalReached`: a call was a success.
 * `open`: it is not over. `goalNotReached`: somebody was spoken to. `nobodyReached`: voicemail, no answer or busy at the
 * end. `failed`: the last call or step could not be carried out. `notCalled`: over without any call, as when its chain
 * succeeded with somebody else.
 */
export const STANDINGS = ['goalReached', 'open', 'goalNotReached', 'nobodyReached', 'failed', 'notCalled'] as const

export type BatchStanding = Record<(typeof STANDINGS)[number], number>

/**
 * Counts the contacts of a batch by what has come of them. Their sum is `accepted`: whoever has no sequence yet is open.
 *
 * @param outcomes of the agent as they were on acceptance: those marked successful make a call a success
 */
export async function countStandings(
  actor: Actor,
  batch: { id: string; accepted: number },
  outcomes: readonly AgentOutcome[],
): Promise<BatchStanding> {
  const successful = outcomes.filter((outcome) => outcome.successful).map(({ name }) => name)
  const rows = await db().rows<{ standing: keyof BatchStanding; contacts: number }>`
    SELECT standing, count(*)::int AS contacts FROM (
      SELECT CASE
        WHEN called.successful THEN 'goalReached'
        WHEN sequence.ended_at IS NULL THEN 'open'
        WHEN called.spoken THEN 'goalNotReached'
        WHEN sequence.last_result_type IN ('Voicemail', 'Busy', 'No Answer') THEN 'nobodyReached'
        WHEN sequence.last_result_type = 'Failed' OR sequence.status = 'failed' THEN 'failed'
        ELSE 'notCalled' END AS standing
      FROM sequences sequence
      CROSS JOIN LATERAL (
        SELECT bool_or(result_type = 'Goal Completed' OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(call.result -> 'outcomes') outcome
            WHERE outcome ->> 'name' = ANY(${successful}::text[]))) AS successful,
          bool_or(result_type = 'Goal Not Completed') AS spoken
        FROM calls call WHERE call.sequence_id = sequence.id AND call.result_type IS NOT NULL) called
      WHERE sequence.batch_id = ${batch.id}::uuid AND sequence.organization_id = ${actor.organizationId}) judged
    GROUP BY 1`
  const standing = Object.fromEntries(STANDINGS.map((name) => [name, 0])) as BatchStanding
  for (const row of rows) standing[row.standing] = row.contacts
  const counted = rows.reduce((sum, { contacts }) => sum + contacts, 0)
  standing.open += Math.max(0, batch.accepted - counted)
  return standing
}
