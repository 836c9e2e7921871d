import type { CallResult } from '@/domain/results/call-result.schema'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { env } from '@/platform/env'
import { callResultPayload } from './call-result-payload.rules'
import { insertDeliveries } from './insert-deliveries'

type Row = {
  callId: string
  attempt: number | null
  organizationId: string
  requestId: string | null
  result: CallResult
  endedAt: Date
  agentId: string
  agentName: string
  fromNumber: string | null
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  externalId: string | null
  scheduledAt: Date
  timezone: string
  variables: Record<string, string>
  sequenceId: string
  sequenceStatus: LifecycleStatus
  test: boolean
  endpointIds: string[]
}

const CALLS_PER_PORTION = 25

/**
 * Inserts one delivery of each call's result for each endpoint that wants it; a disabled endpoint's delivery
 * waits. It must come last in the transaction of the calls' effects, because the payloads keep everything as it is
 * then.
 *
 * @param callIds UUIDs of calls with a result
 * @returns the events, to publish after the commit
 */
export async function insertCallResultDeliveries(tx: Tx, callIds: readonly string[]): Promise<DomainEvent[]> {
  const awaited = await tx.rows<{ id: string }>`
    SELECT id FROM calls
    WHERE id = ANY(${callIds}::uuid[]) AND EXISTS (
      SELECT 1 FROM webhook_endpoints endpoint
      WHERE endpoint.organization_id = calls.organization_id AND endpoint.deleted_at IS NULL
        AND 'call.ended' = ANY(endpoint.events))
    ORDER BY ended_at, id`
  const ids = awaited.map(({ id }) => id)
  const events: DomainEvent[] = []
  // In portions: a hundred results with their transcriptions would be too large to load.
  for (let from = 0; from < ids.length; from += CALLS_PER_PORTION) {
    events.push(...(await insertPortion(tx, ids.slice(from, from + CALLS_PER_PORTION))))
  }
  return events
}

async function insertPortion(tx: Tx, callIds: readonly string[]): Promise<DomainEvent[]> {
  const rows = await tx.rows<Row>`
    SELECT call.id AS "callId", CASE WHEN call.promised_at IS NULL THEN call.attempt END AS attempt, call.organization_id AS "organizationId", batch.request_id AS "requestId", call.result,
      call.ended_at AS "endedAt", agent.id AS "agentId", agent.name AS "agentName", coalesce(call.from_number, agent.from_number) AS "fromNumber",
      contact.name, contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt", contact.external_id AS "externalId",
      contact.scheduled_at AS "scheduledAt", contact.timezone, contact.variables,
      sequence.id AS "sequenceId", sequence.status AS "sequenceStatus", batch.test, endpoints.ids AS "endpointIds"
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN batches batch ON batch.id = call.batch_id
    JOIN LATERAL (
      SELECT array_agg(id::text ORDER BY created_at, id) AS ids FROM webhook_endpoints
      WHERE organization_id = call.organization_id AND deleted_at IS NULL AND 'call.ended' = ANY(events)
    ) endpoints ON endpoints.ids IS NOT NULL
    WHERE call.id = ANY(${callIds}::uuid[]) AND call.result IS NOT NULL AND call.ended_at IS NOT NULL
    ORDER BY call.ended_at, call.id`
  const deliveries = rows.flatMap((row) => {
    const { organizationId, callId, requestId } = row
    const payload = payloadOf(row)
    return row.endpointIds.map((endpointId) => ({ organizationId, callId, requestId, endpointId, payload }))
  })
  return insertDeliveries(tx, deliveries)
}

/** @returns the text that is signed and sent */
function payloadOf(row: Row): string {
  return JSON.stringify(
    callResultPayload({
      agent: { id: row.agentId, name: row.agentName, fromNumber: row.fromNumber },
      call: { id: row.callId, attempt: row.attempt, result: row.result, endedAt: row.endedAt },
      contact: {
        name: row.name,
        phoneNumber: row.phoneNumber,
        phoneNumberExt: row.phoneNumberExt,
        externalId: row.externalId,
        scheduledAt: row.scheduledAt,
        timezone: row.timezone,
        variables: row.variables,
      },
      sequence: { id: row.sequenceId, lifecycleStatus: row.sequenceStatus },
      test: row.test,
      consoleUrl: env().APP_URL,
    }),
  )
}
