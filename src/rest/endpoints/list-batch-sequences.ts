import { batchSequencesQuerySchema } from '@/domain/batches/batch.schema'
import { listBatchSequences } from '@/domain/batches/list-batch-sequences'
import { parseRequest } from '@/domain/parse-request'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchDocs } from '@/rest/docs/batch-docs'

/** `GET /batches/{batchId}/sequences?lifecycleStatus=&cursor=&limit=`, in the order sent. */
export const listBatchSequencesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}/sequences',
  auth: 'apiKey',
  body: 'none',
  docs: batchDocs.listSequences,
  async handle({ actor, params, query }) {
    const page = parseRequest(batchSequencesQuerySchema, query)
    return { status: 200, body: await listBatchSequences(actor, params.batchId as string, page) }
  },
})
