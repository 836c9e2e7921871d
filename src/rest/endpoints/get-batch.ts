import { batchSchema } from '@/domain/batches/batch-answer.schema'
import { getBatch } from '@/domain/batches/get-batch'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchExample } from '@/rest/docs/examples'

/** `GET /batches/{batchId}`: its status and counts. */
export const getBatchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}',
  auth: 'apiKey',
  answers: { 200: batchSchema },
  errors: ['BATCH_NOT_FOUND'],
  docs: {
    operationId: 'getBatch',
    group: 'Batches',
    summary: 'Get a batch',
    description: 'Its status and counts.',
    answers: { 200: { description: 'The batch.', example: batchExample } },
  },
}).handle(async ({ actor, params }) => {
  const batch = await getBatch(actor, params.batchId)
  const { batchId, agentId, metadata, test, status, source, priority, createdAt, createdBy } = batch
  const name = batch.name ?? undefined
  const { total, accepted, rejected, sequences, chains } = batch
  const reasons = {
    pauseReason: batch.pauseReason ?? undefined,
    resumeReason: batch.resumeReason ?? undefined,
    cancelReason: batch.cancelReason ?? undefined,
  }
  const counts = { total, accepted, rejected, sequences, chains }
  return {
    status: 200,
    body: {
      batchId,
      agentId,
      name,
      metadata,
      test,
      status,
      source,
      priority,
      createdAt,
      createdBy,
      ...counts,
      ...reasons,
    },
  }
})
