import { z } from 'zod'
import { agentOutcomeSchema } from '@/domain/agents/agent.schema'
import { getAgent } from '@/domain/agents/get-agent'
import { defineEndpoint } from '@/rest/define-endpoint'

export const outcomesSchema = z.object({ outcomes: z.array(agentOutcomeSchema) })

/** `GET /agents/{agentId}/outcomes`: the outcomes that a call of this agent can have. */
export const listOutcomesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents/{agentId}/outcomes',
  auth: 'apiKey',
  answers: { 200: outcomesSchema },
  errors: ['AGENT_NOT_FOUND'],
  docs: {
    operationId: 'listOutcomes',
    group: 'Agents',
    summary: 'List the outcomes of an agent',
    description:
      'What a call of this agent can come to. A call with a successful outcome ends its sequence and closes its chain.',
    answers: {
      200: {
        description: 'The outcomes, in the order of the agent.',
        example: { outcomes: [{ name: 'interested', description: 'Wants to hear more.', successful: true }] },
      },
    },
  },
}).handle(async ({ actor, params }) => {
  const { outcomes } = await getAgent(actor, params.agentId)
  return { status: 200, body: { outcomes } }
})
