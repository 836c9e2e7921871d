import { parseRequest } from '@/domain/parse-request'
import { cancelSequenceSchema } from '@/domain/sequences/cancel.schema'
import { cancelSequence } from '@/domain/sequences/cancel-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'
import { sequenceDocs } from '@/rest/docs/sequence-docs'

/** `POST /sequences/{sequenceId}/cancel`: one contact, or its whole chain. */
export const cancelSequenceEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/{sequenceId}/cancel',
  auth: 'apiKey',
  body: 'json',
  docs: sequenceDocs.cancel,
  async handle({ actor, params, body }) {
    const { scope, reason } = parseRequest(cancelSequenceSchema, body)
    const { affected } = await cancelSequence(actor, { sequenceId: params.sequenceId as string, scope, reason })
    return { status: 200, body: { success: true, affected } }
  },
})
