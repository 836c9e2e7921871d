import type { Endpoint } from './define-endpoint'
import { cancelBatchEndpoint, pauseBatchEndpoint, resumeBatchEndpoint } from './endpoints/act-on-batch'
import { cancelByVariableEndpoint } from './endpoints/cancel-by-variable'
import { cancelSequenceEndpoint } from './endpoints/cancel-sequence'
import { checkAgentForBulk, checkAgentForSingle } from './endpoints/check-agent'
import { enrollBatchEndpoint } from './endpoints/enroll-batch'
import { enrollSingleEndpoint } from './endpoints/enroll-single'
import { getBatchEndpoint } from './endpoints/get-batch'
import { getCreditUsageEndpoint } from './endpoints/get-credit-usage'
import { getHealthEndpoint } from './endpoints/get-health'
import { getSequenceEndpoint } from './endpoints/get-sequence'
import { listBatchSequencesEndpoint } from './endpoints/list-batch-sequences'
import { listRejectionsEndpoint } from './endpoints/list-rejections'
import { recordCallResultEndpoint } from './endpoints/record-call-result'

/** The whole public API. */
export const endpoints: readonly Endpoint[] = [
  enrollBatchEndpoint,
  enrollSingleEndpoint,
  checkAgentForBulk,
  checkAgentForSingle,
  getBatchEndpoint,
  listBatchSequencesEndpoint,
  listRejectionsEndpoint,
  cancelBatchEndpoint,
  pauseBatchEndpoint,
  resumeBatchEndpoint,
  getSequenceEndpoint,
  cancelByVariableEndpoint,
  cancelSequenceEndpoint,
  recordCallResultEndpoint,
  getCreditUsageEndpoint,
  getHealthEndpoint,
]
