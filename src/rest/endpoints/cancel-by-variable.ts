import { parseRequest } from '@/domain/parse-request'
import { cancelByVariableSchema } from '@/domain/sequences/cancel.schema'
import { cancelByVariable } from '@/domain/sequences/cancel-sequences'
import { defineEndpoint } from '@/rest/define-endpoint'
import { sequenceDocs } from '@/rest/docs/sequence-docs'

/** `POST /sequences/cancel`: everybody whose variable has this value. */
export const cancelByVariableEndpoint = defineEndpoint({
  method: 'POST',
  path: '/sequences/cancel',
  auth: 'apiKey',
  body: 'json',
  docs: sequenceDocs.cancelByVariable,
  async handle({ actor, body }) {
    const { affected } = await cancelByVariable(actor, parseRequest(cancelByVariableSchema, body))
    return { status: 200, body: { success: true, cancelled: affected } }
  },
})
