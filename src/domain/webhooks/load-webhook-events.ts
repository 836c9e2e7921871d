import { toPublicId } from '@/domain/ids'
import type { RecordedEventType } from '@/domain/webhook-events/webhook-event-types.rules'
import type { Tx } from '@/platform/db'
import type { WebhookEventPayload } from './webhook-event-payload.schema'

/** What an endpoint is told of one subject. */
export type LoadedEvent = { subjectId: string; organizationId: string; payload: WebhookEventPayload }

type Loader = (tx: Tx, ids: readonly string[]) => Promise<LoadedEvent[]>

/** Loads what endpoints are told, by the type of the event. A subject that is gone meanwhile is left out. */
export const EVENT_LOADERS: Record<RecordedEventType, Loader> = {
  'sequence.ended': loadEndedSequences,
  'batch.created': loadCreatedBatches,
  'batch.finished': loadFinishedBatches,
  'import.finished': loadFinishedImports,
  'contact.opted_out': loadOptOuts,
  'credits.low': loadLowCredits,
  'endpoint.disabled': loadDisabledEndpoints,
}

async function loadEndedSequences(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await tx.rows<{
    id: string
    organizationId: string
    batchId: string
    agentId: string
    name: string
    phoneNumber: string
    phoneNumberExt: string | null
    externalId: string | null
    variables: Record<string, string>
    status: string
    lastResultType: string | null
    cancelReason: string | null
    endedAt: Date
  }>`
    SELECT sequence.id, sequence.organization_id AS "organizationId", sequence.batch_id AS "batchId",
      sequence.agent_id AS "agentId", contact.name, contact.phone_number AS "phoneNumber",
      contact.phone_number_ext AS "phoneNumberExt", contact.external_id AS "externalId", contact.variables, sequence.status,
      sequence.last_result_type AS "lastResultType", sequence.cancel_reason AS "cancelReason",
      sequence.ended_at AS "endedAt"
    FROM sequences sequence JOIN contacts contact ON contact.id = sequence.id
    WHERE sequence.id = ANY(${ids}::uuid[]) AND sequence.ended_at IS NOT NULL`
  return rows.map((row) => ({
    subjectId: row.id,
    organizationId: row.organizationId,
    payload: {
      type: 'sequence.ended',
      timestamp: row.endedAt.toISOString(),
      data: {
        sequenceId: toPublicId('sequence', row.id),
        batchId: row.batchId,
        agentId: toPublicId('agent', row.agentId),
        name: row.name,
        phoneNumber: row.phoneNumber,
        phoneNumberExt: row.phoneNumberExt ?? '',
        externalId: row.externalId,
        customInputVariables: row.variables,
        lifecycleStatus: row.status as DataOf<'sequence.ended'>['lifecycleStatus'],
        lastResultType: row.lastResultType as DataOf<'sequence.ended'>['lastResultType'],
        cancelReason: row.cancelReason,
        endedAt: row.endedAt.toISOString(),
      },
    },
  }))
}

type BatchRow = {
  id: string
  organizationId: string
  agentId: string
  status: string
  source: string
  createdBy: string
  total: number
  accepted: number
  rejected: number
  createdAt: Date
  finishedAt: Date | null
}

function loadBatches(tx: Tx, ids: readonly string[]): Promise<BatchRow[]> {
  return tx.rows<BatchRow>`
    SELECT id, organization_id AS "organizationId", agent_id AS "agentId", status, source, created_by AS "createdBy",
      total, accepted, rejected, created_at AS "createdAt", finished_at AS "finishedAt"
    FROM batches WHERE id = ANY(${ids}::uuid[])`
}

async function loadCreatedBatches(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await loadBatches(tx, ids)
  return rows.map((row) => ({
    subjectId: row.id,
    organizationId: row.organizationId,
    payload: {
      type: 'batch.created',
      timestamp: row.createdAt.toISOString(),
      data: {
        ...countsOf(row),
        source: row.source as DataOf<'batch.created'>['source'],
        createdBy: row.createdBy,
        createdAt: row.createdAt.toISOString(),
      },
    },
  }))
}

async function loadFinishedBatches(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await loadBatches(tx, ids)
  return rows.flatMap((row) => {
    if (!row.finishedAt) return []
    const finishedAt = row.finishedAt.toISOString()
    const status = row.status as DataOf<'batch.finished'>['status']
    const data = { ...countsOf(row), status, finishedAt }
    const payload = { type: 'batch.finished', timestamp: finishedAt, data } as const
    return [{ subjectId: row.id, organizationId: row.organizationId, payload }]
  })
}

function countsOf({ id, agentId, total, accepted, rejected }: BatchRow) {
  return { batchId: id, agentId: toPublicId('agent', agentId), total, accepted, rejected }
}

async function loadFinishedImports(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await tx.rows<{
    id: string
    organizationId: string
    agentId: string
    fileName: string
    status: string
    rows: number
    accepted: number
    rejected: number
    leftOut: number
    endedAt: Date
  }>`
    SELECT id, organization_id AS "organizationId", agent_id AS "agentId", file_name AS "fileName", status, rows, accepted,
      rejected, left_out AS "leftOut", ended_at AS "endedAt"
    FROM imports WHERE id = ANY(${ids}::uuid[]) AND ended_at IS NOT NULL`
  return rows.map(({ id, organizationId, agentId, status, endedAt, ...counts }) => ({
    subjectId: id,
    organizationId,
    payload: {
      type: 'import.finished',
      timestamp: endedAt.toISOString(),
      data: {
        importId: id,
        agentId: toPublicId('agent', agentId),
        ...counts,
        status: status as DataOf<'import.finished'>['status'],
        endedAt: endedAt.toISOString(),
      },
    },
  }))
}

/** Of somebody who was erased since nothing is told any more. */
async function loadOptOuts(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await tx.rows<{
    id: string
    organizationId: string
    phoneNumber: string
    agentId: string | null
    callId: string | null
    notedBy: string
    at: Date
  }>`
    SELECT id, organization_id AS "organizationId", phone_number AS "phoneNumber", agent_id AS "agentId",
      call_id AS "callId", noted_by AS "notedBy", at
    FROM opt_outs WHERE id = ANY(${ids}::uuid[]) AND phone_number LIKE '+%'`
  return rows.map(({ id, organizationId, agentId, callId, at, ...told }) => ({
    subjectId: id,
    organizationId,
    payload: {
      type: 'contact.opted_out',
      timestamp: at.toISOString(),
      data: {
        ...told,
        scope: agentId === null ? 'all' : 'agent',
        agentId: agentId && toPublicId('agent', agentId),
        callId: callId && toPublicId('call', callId),
        optedOutAt: at.toISOString(),
      },
    },
  }))
}

/** The subject is the organization. What it is told is as it was noted, so that telling it again says the same. */
async function loadLowCredits(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await tx.rows<{
    organizationId: string
    month: string
    alertedAt: Date
    told: { allocated: number; available: number; alertPercent: number }
  }>`
    SELECT DISTINCT ON (organization_id) organization_id AS "organizationId", to_char(month, 'YYYY-MM') AS month,
      alerted_at AS "alertedAt", alerted_with AS told
    FROM credit_balances
    WHERE organization_id = ANY(${ids}) AND alerted_at IS NOT NULL AND alerted_with IS NOT NULL
    ORDER BY organization_id, month DESC`
  return rows.map(({ organizationId, month, alertedAt, told }) => ({
    subjectId: organizationId,
    organizationId,
    payload: {
      type: 'credits.low',
      timestamp: alertedAt.toISOString(),
      data: { month, ...told },
    },
  }))
}

async function loadDisabledEndpoints(tx: Tx, ids: readonly string[]): Promise<LoadedEvent[]> {
  const rows = await tx.rows<{
    id: string
    organizationId: string
    url: string
    reason: string | null
    disabledAt: Date
  }>`
    SELECT id, organization_id AS "organizationId", url, disabled_reason AS reason, disabled_at AS "disabledAt"
    FROM webhook_endpoints WHERE id = ANY(${ids}::uuid[]) AND disabled_at IS NOT NULL`
  return rows.map(({ id, organizationId, url, reason, disabledAt }) => ({
    subjectId: id,
    organizationId,
    payload: {
      type: 'endpoint.disabled',
      timestamp: disabledAt.toISOString(),
      data: { endpointId: id, url, reason: reason ?? '', disabledAt: disabledAt.toISOString() },
    },
  }))
}

type DataOf<Type extends WebhookEventPayload['type']> = Extract<WebhookEventPayload, { type: Type }>['data']
