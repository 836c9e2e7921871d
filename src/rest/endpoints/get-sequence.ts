import { getSequence } from '@/domain/sequences/get-sequence'
import { defineEndpoint } from '@/rest/define-endpoint'
import { sequenceDocs } from '@/rest/docs/sequence-docs'

/** `GET /sequences/{sequenceId}`: the sequence with its calls. */
export const getSequenceEndpoint = defineEndpoint({
  method: 'GET',
  path: '/sequences/{sequenceId}',
  auth: 'apiKey',
  body: 'none',
  docs: sequenceDocs.get,
  async handle({ actor, params }) {
    return { status: 200, body: await getSequence(actor, params.sequenceId as string) }
  },
})
