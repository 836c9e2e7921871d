import { getAgent } from '@/domain/agents/get-agent'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentExample, agentSchema, toAgentAnswer } from './agent-answer'

/** `GET /agents/{agentId}`: an agent with all its settings. */
export const getAgentEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents/{agentId}',
  auth: 'apiKey',
  answers: { 200: agentSchema },
  errors: ['AGENT_NOT_FOUND'],
  docs: {
    operationId: 'getAgent',
    group: 'Agents',
    summary: 'Get an agent',
    description: 'Its settings, and what keeps contacts from being enrolled with it.',
    answers: { 200: { description: 'The agent.', example: agentExample } },
  },
}).handle(async ({ actor, params }) => ({ status: 200, body: toAgentAnswer(await getAgent(actor, params.agentId)) }))
