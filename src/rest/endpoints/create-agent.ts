import { createAgent } from '@/domain/agents/create-agent'
import { createAgentSchema } from '@/domain/agents/create-agent.schema'
import { getAgent } from '@/domain/agents/get-agent'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentExample, agentSchema, toAgentAnswer } from './agent-answer'

const { fromNumber, timezones, callWindows, variables, steps, outcomes, lines } = agentExample

/** `POST /agents`: creates an agent. */
export const createAgentEndpoint = defineEndpoint({
  method: 'POST',
  path: '/agents',
  auth: 'apiKey',
  body: { kind: 'json', schema: createAgentSchema },
  answers: { 201: agentSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'createAgent',
    group: 'Agents',
    summary: 'Create an agent',
    description:
      'An agent may be created bit by bit: `faults` of the answer says what is missing before contacts can be enrolled. A repeated request creates a second agent.',
    request: { name: 'Renewals', fromNumber, timezones, callWindows, variables, steps, outcomes, lines },
    answers: { 201: { description: 'The agent.', example: { ...agentExample, version: 1 } } },
  },
}).handle(async ({ actor, body }) => {
  const { agentId } = await createAgent(actor, body)
  return { status: 201, body: toAgentAnswer(await getAgent(actor, agentId)) }
})
