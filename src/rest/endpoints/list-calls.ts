import { callListSchema } from '@/domain/calls/call-answer.schema'
import { callListQuerySchema } from '@/domain/calls/call-list.schema'
import { listCalls } from '@/domain/calls/list-calls'
import { defineEndpoint } from '@/rest/define-endpoint'
import { callExample } from '@/rest/docs/examples'

/** `GET /calls?batchId=&agentId=&resultType=&outcome=&endedSince=&include=&cursor=&limit=`, in the order in which they ended. */
export const listCallsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/calls',
  auth: 'apiKey',
  query: callListQuerySchema,
  answers: { 200: callListSchema },
  errors: ['VALIDATION_ERROR', 'BATCH_NOT_FOUND'],
  docs: {
    operationId: 'listCalls',
    group: 'Calls',
    summary: 'List calls',
    description:
      'The calls that have ended, in the order in which they did: the results of a batch of 1,000 are five requests. A page can have fewer calls than its limit although there are more, when few of very many match; go on until `nextCursor` is null. A dialer may report late, so whoever polls begins a little before the last `endedAt` and knows calls by their ids.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: { calls: [callExample], nextCursor: null },
      },
    },
  },
}).handle(async ({ actor, query }) => ({ status: 200, body: await listCalls(actor, query) }))
