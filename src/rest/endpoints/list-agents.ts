import { z } from 'zod'
import { agentStatusSchema } from '@/domain/agents/agent.schema'
import { listAgents } from '@/domain/agents/list-agents'
import { defineEndpoint } from '@/rest/define-endpoint'
import { agentExample, agentSchema } from './agent-answer'

const { agentId, name, status, pausedAt, fromNumber, timezones, lines, creditsPerContact, faults, createdAt } =
  agentSchema.shape

export const agentSummarySchema = z.object({
  agentId,
  name,
  status,
  pausedAt,
  fromNumber,
  timezones,
  lines,
  creditsPerContact,
  faults,
  createdAt,
})

/** `GET /agents`: the agents of the organization. */
export const listAgentsEndpoint = defineEndpoint({
  method: 'GET',
  path: '/agents',
  auth: 'apiKey',
  query: z.strictObject({
    status: agentStatusSchema.optional().describe('Only agents of this status. Without it, all but the archived ones.'),
  }),
  answers: { 200: z.object({ agents: z.array(agentSummarySchema) }) },
  errors: [],
  docs: {
    operationId: 'listAgents',
    group: 'Agents',
    summary: 'List agents',
    description: 'All agents of your organization, oldest first.',
    answers: {
      200: { description: 'The agents.', example: { agents: [agentSummarySchema.parse(agentExample)] } },
    },
  },
}).handle(async ({ actor, query }) => {
  const agents = await listAgents(actor, { status: query.status })
  return { status: 200, body: { agents: agents.map(({ stepCount: _, ...told }) => told) } }
})
