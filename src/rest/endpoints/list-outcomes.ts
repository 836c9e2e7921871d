import { getAgent } from '@/domain/agents/get-agent'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentDocs } from '@/rest/docs/agent-docs'

/** `GET /agents/{agentId}/outcomes`: what a call of this agent can come to. */
export const listOutcomesEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents/{agentId}/outcomes',
  auth: 'apiKey',
  body: 'none',
  docs: agentDocs.listOutcomes,
  async handle({ actor, params }) {
    const { outcomes } = await getAgent(actor, params.agentId as string)
    return { status: 200, body: { outcomes } }
  },
})
