import { getSequence } from '@/domain/sequences/get-sequence'
import { sequenceSchema } from '@/domain/sequences/sequence-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { sequenceExample } from '@/rest/docs/examples'

/** `GET /sequences/{sequenceId}`: the sequence with its calls. */
export const getSequenceEndpoint = defineEndpoint({
  method: 'GET',
  path: '/sequences/{sequenceId}',
  auth: 'apiKey',
  answers: { 200: sequenceSchema },
  errors: ['SEQUENCE_NOT_FOUND'],
  docs: {
    operationId: 'getSequence',
    group: 'Sequences',
    summary: 'Get a sequence',
    description: 'One contact with its calls and mails.',
    answers: { 200: { description: 'The sequence.', example: sequenceExample } },
  },
}).handle(async ({ actor, params }) => {
  return { status: 200, body: await getSequence(actor, params.sequenceId) }
})
