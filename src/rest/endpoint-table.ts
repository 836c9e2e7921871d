import { toJsonText } from '@/domain/json-text'
import { publicUrl } from '@/domain/public-url'
import type { Endpoint } from './define-endpoint'
import {
  archiveAgentEndpoint,
  pauseAgentEndpoint,
  resumeAgentEndpoint,
  unarchiveAgentEndpoint,
} from './endpoints/act-on-agent'
import { cancelBatchEndpoint, pauseBatchEndpoint, resumeBatchEndpoint } from './endpoints/act-on-batch'
import {
  deleteWebhookEndpointEndpoint,
  disableWebhookEndpointEndpoint,
  enableWebhookEndpointEndpoint,
  recoverWebhookEndpointEndpoint,
  rotateWebhookSecretEndpoint,
  testWebhookEndpointEndpoint,
} from './endpoints/act-on-webhook-endpoint'
import { createKeyEndpoint, listKeysEndpoint, revokeKeyEndpoint, rotateKeyEndpoint } from './endpoints/api-keys'
import { callBatchAgainEndpoint } from './endpoints/call-batch-again'
import { cancelByVariableEndpoint } from './endpoints/cancel-by-variable'
import { cancelSequenceEndpoint } from './endpoints/cancel-sequence'
import { checkAgentForBulk, checkAgentForSingle } from './endpoints/check-agent'
import { createAgentEndpoint } from './endpoints/create-agent'
import { createWebhookEndpointEndpoint } from './endpoints/create-webhook-endpoint'
import { enrollBatchEndpoint } from './endpoints/enroll-batch'
import { enrollSingleEndpoint } from './endpoints/enroll-single'
import { getAgentEndpoint } from './endpoints/get-agent'
import { getBatchEndpoint } from './endpoints/get-batch'
import { getCallEndpoint } from './endpoints/get-call'
import { getContactSchemaEndpoint } from './endpoints/get-contact-schema'
import { getCreditUsageEndpoint } from './endpoints/get-credit-usage'
import { getHealthEndpoint } from './endpoints/get-health'
import { openApiEndpoint } from './endpoints/get-open-api'
import { getPersonEndpoint } from './endpoints/get-person'
import { getSequenceEndpoint } from './endpoints/get-sequence'
import { listAgentsEndpoint } from './endpoints/list-agents'
import { listBatchSequencesEndpoint } from './endpoints/list-batch-sequences'
import { listBatchesEndpoint } from './endpoints/list-batches'
import { listCallsEndpoint } from './endpoints/list-calls'
import { listDialerAccountsEndpoint } from './endpoints/list-dialer-accounts'
import { listOutcomesEndpoint } from './endpoints/list-outcomes'
import { listRejectionsEndpoint } from './endpoints/list-rejections'
import { listSequencesEndpoint } from './endpoints/list-sequences'
import { listWebhookEndpointsEndpoint } from './endpoints/list-webhook-endpoints'
import { optOutPersonEndpoint } from './endpoints/opt-out-person'
import { recordCallResultEndpoint } from './endpoints/record-call-result'
import { rescheduleSequenceEndpoint } from './endpoints/reschedule-sequence'
import { rescheduleSequencesEndpoint } from './endpoints/reschedule-sequences'
import {
  createSuppressionListEndpoint,
  deleteSuppressionListEndpoint,
  getSuppressionListEndpoint,
  listSuppressionListsEndpoint,
  updateSuppressionListEndpoint,
} from './endpoints/suppression-lists'
import {
  checkSuppressionsEndpoint,
  listSuppressionsEndpoint,
  suppressNumbersEndpoint,
  unsuppressNumbersEndpoint,
} from './endpoints/suppressions'
import { takeDialerEventEndpoint } from './endpoints/take-dialer-event'
import { updateAgentEndpoint } from './endpoints/update-agent'
import { updateWebhookEndpointEndpoint } from './endpoints/update-webhook-endpoint'
import { type OpenApiDocument, openApiDocument } from './open-api-document'

/** All endpoints of the public API. */
export const endpoints: readonly Endpoint[] = [
  enrollBatchEndpoint,
  enrollSingleEndpoint,
  checkAgentForBulk,
  checkAgentForSingle,
  listAgentsEndpoint,
  listDialerAccountsEndpoint,
  createAgentEndpoint,
  getAgentEndpoint,
  updateAgentEndpoint,
  pauseAgentEndpoint,
  resumeAgentEndpoint,
  archiveAgentEndpoint,
  unarchiveAgentEndpoint,
  listOutcomesEndpoint,
  getContactSchemaEndpoint,
  listBatchesEndpoint,
  getBatchEndpoint,
  listBatchSequencesEndpoint,
  listRejectionsEndpoint,
  cancelBatchEndpoint,
  pauseBatchEndpoint,
  resumeBatchEndpoint,
  callBatchAgainEndpoint,
  listCallsEndpoint,
  getCallEndpoint,
  listSequencesEndpoint,
  getSequenceEndpoint,
  rescheduleSequenceEndpoint,
  rescheduleSequencesEndpoint,
  cancelByVariableEndpoint,
  cancelSequenceEndpoint,
  suppressNumbersEndpoint,
  unsuppressNumbersEndpoint,
  getPersonEndpoint,
  listSuppressionsEndpoint,
  checkSuppressionsEndpoint,
  optOutPersonEndpoint,
  listSuppressionListsEndpoint,
  createSuppressionListEndpoint,
  getSuppressionListEndpoint,
  updateSuppressionListEndpoint,
  deleteSuppressionListEndpoint,
  recordCallResultEndpoint,
  takeDialerEventEndpoint,
  listKeysEndpoint,
  createKeyEndpoint,
  rotateKeyEndpoint,
  revokeKeyEndpoint,
  getCreditUsageEndpoint,
  listWebhookEndpointsEndpoint,
  createWebhookEndpointEndpoint,
  updateWebhookEndpointEndpoint,
  deleteWebhookEndpointEndpoint,
  enableWebhookEndpointEndpoint,
  disableWebhookEndpointEndpoint,
  rotateWebhookSecretEndpoint,
  testWebhookEndpointEndpoint,
  recoverWebhookEndpointEndpoint,
  getHealthEndpoint,
  openApiEndpoint(() => toJsonText(apiDocument())),
]

const documents = new Map<string, OpenApiDocument>()

/**
 * Returns the OpenAPI document of the whole API, which is written on first use.
 *
 * @param appUrl the address of this installation, without a trailing slash
 */
export function apiDocument(appUrl = publicUrl()): OpenApiDocument {
  const written = documents.get(appUrl) ?? openApiDocument(endpoints, appUrl)
  documents.set(appUrl, written)
  return written
}
