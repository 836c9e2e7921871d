import type { CallResult } from '@/domain/results/call-result.schema'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import type { Tx } from '@/platform/db'
import type { DomainEvent } from '@/platform/define-event'
import { env } from '@/platform/env'
import { callResultPayload } from './call-result-payload.rules'
import { insertDeliveries } from './insert-deliveries'

type Row = {
  organizationId: string
  result: CallResult
  agentId: string
  agentName: string
  fromNumber: string | null
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  scheduledAt: Date
  timezone: string
  variables: Record<string, string>
  sequenceId: string
  sequenceStatus: LifecycleStatus
  endpointIds: string[]
}

/**
 * Inserts one delivery of the call's result for each endpoint of the organization; a disabled endpoint's delivery
 * waits. It must come last in the transaction of the call's effects, because the payload keeps everything as it is
 * then.
 *
 * @param callId UUID of a call with a result
 * @returns the events, to publish after the commit
 */
export async function insertCallResultDeliveries(tx: Tx, callId: string): Promise<DomainEvent[]> {
  const [row] = await tx.rows<Row>`
    SELECT call.organization_id AS "organizationId", call.result,
      agent.id AS "agentId", agent.name AS "agentName", agent.from_number AS "fromNumber",
      contact.name, contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt",
      contact.scheduled_at AS "scheduledAt", contact.timezone, contact.variables,
      sequence.id AS "sequenceId", sequence.status AS "sequenceStatus", endpoints.ids AS "endpointIds"
    FROM calls call
    JOIN sequences sequence ON sequence.id = call.sequence_id
    JOIN contacts contact ON contact.id = call.sequence_id
    JOIN agents agent ON agent.id = call.agent_id
    JOIN LATERAL (
      SELECT array_agg(id::text ORDER BY created_at, id) AS ids FROM webhook_endpoints
      WHERE organization_id = call.organization_id AND deleted_at IS NULL
    ) endpoints ON endpoints.ids IS NOT NULL
    WHERE call.id = ${callId}::uuid AND call.result IS NOT NULL`
  if (!row) return []
  const payload = JSON.stringify(
    callResultPayload({
      agent: { id: row.agentId, name: row.agentName, fromNumber: row.fromNumber },
      call: { id: callId, result: row.result },
      contact: {
        name: row.name,
        phoneNumber: row.phoneNumber,
        phoneNumberExt: row.phoneNumberExt,
        scheduledAt: row.scheduledAt,
        timezone: row.timezone,
        variables: row.variables,
      },
      sequence: { id: row.sequenceId, lifecycleStatus: row.sequenceStatus },
      consoleUrl: env().APP_URL,
    }),
  )
  const { organizationId } = row
  return insertDeliveries(
    tx,
    row.endpointIds.map((endpointId) => ({ organizationId, callId, endpointId, payload })),
  )
}
