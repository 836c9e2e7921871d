import type { Actor } from '@/domain/actor'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { toPublicId } from '@/domain/ids'
import type { ResultType } from '@/domain/results/result-types.rules'
import { db } from '@/platform/db'
import type { SequenceResult } from './sequence-result.rules'
import type { LifecycleStatus } from './sequence-statuses.rules'

/** A contact in a list, with what has come of it. */
export type SequenceSummary = {
  sequenceId: string
  batchId: string
  /** As the batch was named; null when it was not. */
  batchName: string | null
  /** To try an agent out; it counts in no figure. */
  test: boolean
  agentId: string
  agentName: string
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  phoneNumberWritten: string
  toEmailAddress: string | null
  externalId: string | null
  timezone: string
  scheduledAt: string
  enrolledAt: string
  endedAt: string | null
  lifecycleStatus: LifecycleStatus
  result: SequenceResult
  lastResultType: ResultType | null
  /** The outcomes of its calls, each once. */
  outcomes: string[]
  /** The same, in the same order, as the agent labelled them when the contact was enrolled. */
  outcomeLabels: string[]
  /** How many calls have ended. */
  calls: number
  lastCallAt: string | null
  customInputVariables: Record<string, string>
  chain: { value: string; position: number } | null
  /** The sequence that calls this contact again; null when there is none. */
  calledAgainBy: string | null
}

type Row = Omit<
  SequenceSummary,
  | 'sequenceId'
  | 'agentId'
  | 'scheduledAt'
  | 'enrolledAt'
  | 'endedAt'
  | 'lastCallAt'
  | 'chain'
  | 'calledAgainBy'
  | 'outcomeLabels'
> & {
  id: string
  agent: string
  scheduled: Date
  enrolled: Date
  ended: Date | null
  lastCall: Date | null
  chainValue: string | null
  chainPosition: number | null
  againBy: string | null
  known: AgentOutcome[]
}

/** Reads what a list shows of these sequences, in their order. */
export async function readResults(actor: Actor, ids: readonly string[]): Promise<SequenceSummary[]> {
  if (ids.length === 0) return []
  const rows = await db().rows<Row>`
    SELECT contact.id, contact.batch_id AS "batchId", batch.name AS "batchName", batch.test, batch.agent_id AS agent,
      agent.name AS "agentName", contact.name, contact.phone_number AS "phoneNumber",
      contact.phone_number_ext AS "phoneNumberExt",
      coalesce(contact.phone_number_written, contact.phone_number) AS "phoneNumberWritten",
      contact.to_email_address AS "toEmailAddress", contact.external_id AS "externalId", contact.timezone, contact.scheduled_at AS scheduled,
      batch.created_at AS enrolled, sequence.ended_at AS ended,
      coalesce(sequence.status, first_status(contact.chain_position)) AS "lifecycleStatus",
      sequence_result(sequence.status, sequence.best_result, sequence.last_result_type) AS result,
      sequence.last_result_type AS "lastResultType",
      coalesce(called.outcomes, '{}') AS outcomes, batch.outcomes AS known, called.calls, called.last AS "lastCall",
      contact.variables AS "customInputVariables", chain.value AS "chainValue",
      contact.chain_position AS "chainPosition", again.id AS "againBy"
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS asked (id, place)
    JOIN contacts contact ON contact.id = asked.id AND contact.organization_id = ${actor.organizationId}
    JOIN batches batch ON batch.id = contact.batch_id
    JOIN agents agent ON agent.id = batch.agent_id
    LEFT JOIN sequences sequence ON sequence.id = contact.id
    LEFT JOIN chains chain ON chain.id = contact.chain_id
    LEFT JOIN contacts again ON again.again_of = contact.id
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS calls, max(call.ended_at) AS last,
        ARRAY(SELECT DISTINCT outcome ->> 'name' FROM calls told
          CROSS JOIN LATERAL jsonb_array_elements(told.result -> 'outcomes') outcome
          WHERE told.sequence_id = contact.id AND outcome ->> 'name' IS NOT NULL ORDER BY 1) AS outcomes
      FROM calls call WHERE call.sequence_id = contact.id AND call.result_type IS NOT NULL
    ) called
    ORDER BY asked.place`
  return rows.map(
    ({ id, agent, scheduled, enrolled, ended, lastCall, chainValue, chainPosition, againBy, known, ...row }) => ({
      sequenceId: toPublicId('sequence', id),
      agentId: toPublicId('agent', agent),
      ...row,
      outcomeLabels: row.outcomes.map((name) =>
        outcomeLabel(known.find((outcome) => outcome.name === name) ?? { name }),
      ),
      scheduledAt: scheduled.toISOString(),
      enrolledAt: enrolled.toISOString(),
      endedAt: ended?.toISOString() ?? null,
      lastCallAt: lastCall?.toISOString() ?? null,
      chain: chainValue === null || chainPosition === null ? null : { value: chainValue, position: chainPosition },
      calledAgainBy: againBy === null ? null : toPublicId('sequence', againBy),
    }),
  )
}
