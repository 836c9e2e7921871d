import { listSequences } from '@/domain/sequences/list-sequences'
import { sequenceListQuerySchema } from '@/domain/sequences/list-sequences.schema'
import { sequenceListSchema } from '@/domain/sequences/sequence-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { listedSequenceExample } from '@/rest/docs/examples'

/** `GET /sequences?phoneNumber=&externalId=&variable.…=&lifecycleStatus=&updatedSince=&cursor=&limit=`, as they changed. */
export const listSequencesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/sequences',
  auth: 'apiKey',
  query: sequenceListQuerySchema,
  answers: { 200: sequenceListSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'listSequences',
    group: 'Sequences',
    summary: 'List sequences',
    description:
      'Of the whole organization, what changed first comes first, a page at a time. To keep a copy up to date, read all pages, and begin the next time with `updatedSince` a few seconds before the last `updatedAt`: what changed in between comes again, nothing is missed.',
    answers: {
      200: {
        description: 'A page. `nextCursor` is null on the last one.',
        example: { sequences: [listedSequenceExample], nextCursor: null },
      },
    },
  },
}).handle(async ({ actor, query }) => {
  return { status: 200, body: await listSequences(actor, query) }
})
