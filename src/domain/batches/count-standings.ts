import type { Actor } from '@/domain/actor'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { db } from '@/platform/db'

/**
 * What has come of a batch's contacts so far, best first. Each contact counts once. `goalReached`: a call was
 * successful. `open`: the sequence has not ended. `goalNotReached`: we spoke to somebody. `nobodyReached`: the last
 * call met voicemail, no answer or a busy line. `failed`: the last step could not be carried out. `notCalled`: the
 * sequence ended without a call, for example because somebody else of its chain was successful.
 */
export const STANDINGS = ['goalReached', 'open', 'goalNotReached', 'nobodyReached', 'failed', 'notCalled'] as const

export type BatchStanding = Record<(typeof STANDINGS)[number], number>

/**
 * Counts the contacts of a batch by their standing. The counts add up to `accepted`: a contact without a sequence
 * counts as open.
 *
 * @param outcomes the agent's outcomes when the batch was accepted; those marked successful make a call successful
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
