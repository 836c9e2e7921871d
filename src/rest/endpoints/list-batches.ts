import { publicBatchListQuerySchema } from '@/domain/batches/batch.schema'
import { batchListSchema } from '@/domain/batches/batch-answer.schema'
import { listBatches } from '@/domain/batches/list-batches'
import { defineEndpoint } from '@/rest/define-endpoint'
import { listedBatchExample } from '@/rest/docs/examples'

/** `GET /batches?agentId=&status=&source=&createdSince=&cursor=&limit=`, newest first. */
export const listBatchesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches',
  auth: 'apiKey',
  query: publicBatchListQuerySchema,
  answers: { 200: batchListSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'listBatches',
    group: 'Batches',
    summary: 'List batches',
    description: 'Newest first, a page at a time. The counts of the sequences of each are in its own answer.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: { batches: [listedBatchExample], nextCursor: null },
      },
    },
  },
}).handle(async ({ actor, query: { createdSince, ...page } }) => {
  const { batches, nextCursor } = await listBatches(actor, { ...page, since: createdSince, tests: true })
  const listed = batches.map(
    ({ batchId, agentId, name, metadata, test, status, source, createdAt, createdBy, ...counts }) => {
      const { total, accepted, rejected, chains } = counts
      const facts = { batchId, agentId, name: name ?? undefined, metadata, test, status, source, createdAt, createdBy }
      return { ...facts, total, accepted, rejected, chains }
    },
  )
  return { status: 200, body: { batches: listed, nextCursor } }
})
