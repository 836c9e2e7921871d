import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { CallAnswer } from './call-answer.schema'

type Row = Omit<
  CallAnswer,
  | 'callId'
  | 'sequenceId'
  | 'agentId'
  | 'promisedAt'
  | 'requestedAt'
  | 'placedAt'
  | 'endedAt'
  | 'outcomes'
  | 'transcription'
> & {
  id: string
  sequence: string
  agent: string
  promised: Date | null
  requested: Date
  placed: Date | null
  ended: Date | null
  reached: CallAnswer['outcomes'] | null
  transcription: string | null
}

/**
 * Reads calls as the API tells of them, in the order of `ids`. Calls of another organization are left out.
 *
 * @param withTranscript transcriptions can be half a million characters each
 */
export async function readCalls(
  actor: Actor,
  ids: readonly string[],
  { withTranscript }: { withTranscript: boolean },
): Promise<CallAnswer[]> {
  if (ids.length === 0) return []
  const rows = await db().rows<Row>`
    SELECT call.id, call.sequence_id AS sequence, call.batch_id AS "batchId", call.agent_id AS agent, batch.test, contact.name,
      contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt", contact.external_id AS "externalId", contact.timezone,
      contact.variables AS "customInputVariables", call.step_index AS "stepIndex", call.requested_at AS requested,
      CASE WHEN call.promised_at IS NULL THEN call.attempt END AS attempt, call.promised_at AS promised,
      call.from_number AS "fromPhoneNumber", call.provider_call_id AS "providerCallId",
      call.placed_at AS placed, call.ended_at AS ended, call.result_type AS "resultType",
      call.result_source AS "resultSource", (call.result ->> 'duration')::float8 AS duration,
      call.result ->> 'summary' AS summary, call.result -> 'outcomes' AS reached,
      coalesce(call.result -> 'extractedVariables', '{}') AS "extractedVariables",
      call.result ->> 'rescheduledAt' AS "rescheduledAt",
      CASE WHEN ${withTranscript}::boolean THEN call.result ->> 'transcription' END AS transcription
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS asked (id, place)
    JOIN calls call ON call.id = asked.id AND call.organization_id = ${actor.organizationId}
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN batches batch ON batch.id = call.batch_id
    ORDER BY asked.place`
  return rows.map(({ id, sequence, agent, promised, requested, placed, ended, reached, transcription, ...row }) => ({
    callId: toPublicId('call', id),
    sequenceId: toPublicId('sequence', sequence),
    agentId: toPublicId('agent', agent),
    ...row,
    promisedAt: promised?.toISOString() ?? null,
    requestedAt: requested.toISOString(),
    placedAt: placed?.toISOString() ?? null,
    endedAt: ended?.toISOString() ?? null,
    outcomes: (reached ?? []).map(({ name, reasoning }) => ({ name, reasoning: reasoning ?? null })),
    ...(withTranscript && { transcription }),
  }))
}
