import type { z } from 'zod'
import { agentOutcomeSchema } from '@/domain/agents/agent.schema'
import { batchSchema, batchSequenceSchema, listedBatchSchema } from '@/domain/batches/batch-answer.schema'
import { callSchema } from '@/domain/calls/call-answer.schema'
import { estimateSchema } from '@/domain/capacity/estimate.schema'
import { rejectedContactSchema } from '@/domain/contacts/validate-contacts.rules'
import { warningSchema } from '@/domain/contacts/warning.schema'
import { creditUsageSchema } from '@/domain/credits/credit-usage-answer.schema'
import {
  acceptedBatchSchema,
  dryRunSchema,
  scheduledSequenceSchema,
  singleDryRunSchema,
} from '@/domain/enrollment/enrollment-answer.schema'
import { healthSchema } from '@/domain/health/health-answer.schema'
import {
  listedSequenceSchema,
  sequenceCallSchema,
  sequenceEmailSchema,
  sequenceSchema,
} from '@/domain/sequences/sequence-answer.schema'
import {
  namedListSchema,
  suppressionListSchema,
  suppressionSchema,
  unreadNumberSchema,
} from '@/domain/suppression/suppression-answer.schema'
import { callResultPayloadSchema } from '@/domain/webhooks/call-result-payload.schema'
import { webhookEndpointSchema } from '@/domain/webhooks/endpoint-answer.schema'
import { webhookEventPayloadSchema } from '@/domain/webhooks/webhook-event-payload.schema'
import { affectedSchema } from '@/rest/endpoints/act-on-batch'
import { agentSchema } from '@/rest/endpoints/agent-answer'
import { agentSummarySchema } from '@/rest/endpoints/list-agents'
import { errorAnswerSchema, noValidContactsSchema, validationErrorSchema, validationFaultSchema } from './error-docs'

/**
 * The names of `components.schemas`, after which generated clients name their types. A schema has a name here when
 * several answers share it, or when it deserves one. Any other answer is named after its operation.
 */
export const SCHEMA_NAMES: ReadonlyMap<z.ZodType, string> = new Map<z.ZodType, string>([
  [agentOutcomeSchema, 'AgentOutcome'],
  [agentSchema, 'Agent'],
  [agentSummarySchema, 'AgentSummary'],
  [batchSchema, 'Batch'],
  [batchSequenceSchema, 'BatchSequence'],
  [affectedSchema, 'Affected'],
  [callResultPayloadSchema, 'CallResultWebhook'],
  [webhookEventPayloadSchema, 'WebhookEvent'],
  [webhookEndpointSchema, 'WebhookEndpoint'],
  [creditUsageSchema, 'CreditUsage'],
  [rejectedContactSchema, 'RejectedContact'],
  [warningSchema, 'Warning'],
  [acceptedBatchSchema, 'AcceptedBatch'],
  [dryRunSchema, 'DryRun'],
  [estimateSchema, 'Estimate'],
  [scheduledSequenceSchema, 'ScheduledSequence'],
  [singleDryRunSchema, 'SingleDryRun'],
  [noValidContactsSchema, 'NoValidContacts'],
  [errorAnswerSchema, 'Error'],
  [validationFaultSchema, 'ValidationFault'],
  [validationErrorSchema, 'ValidationError'],
  [callSchema, 'CallAnswer'],
  [listedBatchSchema, 'ListedBatch'],
  [sequenceCallSchema, 'Call'],
  [sequenceEmailSchema, 'Email'],
  [sequenceSchema, 'Sequence'],
  [listedSequenceSchema, 'ListedSequence'],
  [suppressionSchema, 'Suppression'],
  [suppressionListSchema, 'SuppressionList'],
  [namedListSchema, 'NamedList'],
  [unreadNumberSchema, 'UnreadNumber'],
  [healthSchema, 'Health'],
])
