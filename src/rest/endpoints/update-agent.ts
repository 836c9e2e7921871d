import { getAgent } from '@/domain/agents/get-agent'
import { updateAgent } from '@/domain/agents/update-agent'
import { updateAgentSchema } from '@/domain/agents/update-agent.schema'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentExample, agentSchema, toAgentAnswer } from './agent-answer'

/** `PATCH /agents/{agentId}`: changes some settings of an agent. */
export const updateAgentEndpoint = defineEndpoint({
  method: 'PATCH',
  path: '/agents/{agentId}',
  auth: 'apiKey',
  body: { kind: 'json', schema: updateAgentSchema },
  answers: { 200: agentSchema },
  errors: ['VALIDATION_ERROR', 'AGENT_NOT_FOUND', 'CONFLICT'],
  docs: {
    operationId: 'updateAgent',
    group: 'Agents',
    summary: 'Change an agent',
    description:
      'What is left out stays. Number, call windows, lines and dialer act at once, also on who is enrolled; variables, steps, outcomes, price and chain mode only on who is enrolled from then on. `version` is the one that you have read: where somebody has changed the agent since, the answer is a `CONFLICT` that says who, and nothing is changed.',
    request: { version: 3, lines: 40 },
    answers: { 200: { description: 'The agent.', example: { ...agentExample, version: 4, lines: 40 } } },
  },
}).handle(async ({ actor, params, body }) => {
  await updateAgent(actor, params.agentId, body)
  return { status: 200, body: toAgentAnswer(await getAgent(actor, params.agentId)) }
})
