import type { Actor } from '@/domain/actor'
import { webhookEventOf } from '@/domain/webhook-events/record-webhook-events'
import type { DomainEvent } from '@/platform/define-event'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/** Returns the event by which endpoints are told of a new batch; none when no endpoint wants it. */
export function tellOfBatch(
  { organizationId }: Actor,
  { tellsOfBatches }: AgentForEnrollment,
  batchId: string,
): DomainEvent[] {
  return tellsOfBatches ? [webhookEventOf('batch.created', { id: batchId, organizationId })] : []
}
