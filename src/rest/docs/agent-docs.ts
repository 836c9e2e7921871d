import { z } from 'zod'
import { agentOutcomeSchema } from '@/domain/agents/agent.schema'
import { contactJsonSchema } from '@/domain/contacts/contact-json-schema.rules'
import { named } from './answer-schemas'
import type { EndpointDocs } from './endpoint-docs'

named('AgentOutcome', agentOutcomeSchema)

export const agentDocs = {
  listOutcomes: {
    operationId: 'listOutcomes',
    group: 'Agents',
    summary: 'List the outcomes of an agent',
    description:
      'What a call of this agent can come to. A call with a successful outcome ends its sequence and closes its chain.',
    answers: [
      {
        status: 200,
        description: 'The outcomes, in the order of the agent.',
        schema: z.object({ outcomes: z.array(agentOutcomeSchema) }),
        example: { outcomes: [{ name: 'interested', description: 'Wants to hear more.', successful: true }] },
      },
    ],
    errors: ['AGENT_NOT_FOUND'],
  },

  getContactSchema: {
    operationId: 'getContactSchema',
    group: 'Agents',
    summary: 'Get the contact schema of an agent',
    description:
      'JSON Schema (draft 2020-12) of one contact for this agent, its required variables included. It says what a schema can say; whether a number is possible, a timezone exists and a time is inside a call window is judged on enrollment.',
    answers: [
      {
        status: 200,
        description: 'A JSON Schema.',
        schema: z.looseObject({ $schema: z.string(), type: z.literal('object') }),
        example: contactJsonSchema({ variables: [{ name: 'account_id', required: true }], steps: [] }),
      },
    ],
    errors: ['AGENT_NOT_FOUND'],
  },
} satisfies Record<string, EndpointDocs>
