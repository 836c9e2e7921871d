import { getAgent } from '@/domain/agents/get-agent'
import { contactJsonSchema } from '@/domain/contacts/contact-json-schema.rules'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentDocs } from '@/rest/docs/agent-docs'

/** `GET /agents/{agentId}/contact-schema`: JSON Schema of one contact for this agent. */
export const getContactSchemaEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents/{agentId}/contact-schema',
  auth: 'apiKey',
  body: 'none',
  docs: agentDocs.getContactSchema,
  async handle({ actor, params }) {
    return { status: 200, body: contactJsonSchema(await getAgent(actor, params.agentId as string)) }
  },
})
