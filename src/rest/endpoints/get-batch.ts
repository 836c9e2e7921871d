import { getBatch } from '@/domain/batches/get-batch'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchDocs } from '@/rest/docs/batch-docs'

/** `GET /batches/{batchId}`: its status and counts. */
export const getBatchEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}',
  auth: 'apiKey',
  body: 'none',
  docs: batchDocs.get,
  async handle({ actor, params }) {
    const batch = await getBatch(actor, params.batchId as string)
    const { batchId, agentId, status, source, createdAt, createdBy, total, accepted, rejected, sequences, chains } =
      batch
    const counts = { total, accepted, rejected, sequences, chains }
    const { pauseReason, resumeReason, cancelReason } = batch
    const reasons = Object.entries({ pauseReason, resumeReason, cancelReason }).filter(([, reason]) => reason !== null)
    return {
      status: 200,
      body: { batchId, agentId, status, source, createdAt, createdBy, ...counts, ...Object.fromEntries(reasons) },
    }
  },
})
