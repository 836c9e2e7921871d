import { getAgent } from '@/domain/agents/get-agent'
import { contactJsonSchema, contactSchemaAnswerSchema } from '@/domain/contacts/contact-json-schema.rules'
import { defineEndpoint } from '@/rest/define-endpoint'

/** `GET /agents/{agentId}/contact-schema`: JSON Schema of one contact for this agent. */
export const getContactSchemaEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents/{agentId}/contact-schema',
  auth: 'apiKey',
  answers: { 200: contactSchemaAnswerSchema },
  errors: ['AGENT_NOT_FOUND'],
  docs: {
    operationId: 'getContactSchema',
    group: 'Agents',
    summary: 'Get the contact schema of an agent',
    description:
      'JSON Schema (draft 2020-12) of one contact for this agent, its required variables included. It says what a schema can say; whether a number is possible, a timezone exists and a time is inside a call window is judged on enrollment.',
    answers: {
      200: {
        description: 'A JSON Schema.',
        example: contactJsonSchema({ variables: [{ name: 'account_id', required: true }], steps: [] }),
      },
    },
  },
}).handle(async ({ actor, params }) => {
  return { status: 200, body: contactJsonSchema(await getAgent(actor, params.agentId)) }
})
