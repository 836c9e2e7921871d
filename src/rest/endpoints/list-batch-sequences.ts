import { batchSequencesQuerySchema } from '@/domain/batches/batch.schema'
import { batchSequencesSchema } from '@/domain/batches/batch-answer.schema'
import { listBatchSequences } from '@/domain/batches/list-batch-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'
import { batchSequenceExample } from '@/rest/docs/examples'

/** `GET /batches/{batchId}/sequences?lifecycleStatus=&cursor=&limit=`, in the order in which the contacts were sent. */
export const listBatchSequencesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/batches/{batchId}/sequences',
  auth: 'apiKey',
  query: batchSequencesQuerySchema,
  answers: { 200: batchSequencesSchema },
  errors: ['VALIDATION_ERROR', 'BATCH_NOT_FOUND'],
  docs: {
    operationId: 'listBatchSequences',
    group: 'Batches',
    summary: 'List the sequences of a batch',
    description:
      'In the order sent, a page at a time. Right after the 202 those that have not been created yet are listed as they will be, scheduled or waiting, under the ids that they will have.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: { sequences: [batchSequenceExample], nextCursor: null },
      },
    },
  },
}).handle(async ({ actor, params, query }) => {
  return { status: 200, body: await listBatchSequences(actor, params.batchId, query) }
})
