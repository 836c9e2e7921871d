import type { Actor } from '@/domain/actor'
import { archiveAgent, unarchiveAgent } from '@/domain/agents/archive-agent'
import { getAgent } from '@/domain/agents/get-agent'
import { pauseAgent, resumeAgent } from '@/domain/agents/pause-agent'
import type { ErrorCode } from '@/domain/errors'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'
import { type AgentAnswer, agentExample, agentSchema, toAgentAnswer } from './agent-answer'

type Act = {
  verb: 'archive' | 'unarchive' | 'pause' | 'resume'
  summary: string
  description: string
  example: AgentAnswer
  errors?: ErrorCode[]
  act: (actor: Actor, agentId: string) => Promise<unknown>
}

/** Declares `POST /agents/{agentId}/…`, without a body. Repeating the request changes nothing and is no error. */
function actOnAgent({ verb, summary, description, example, errors = [], act }: Act): Endpoint {
  return defineEndpoint({
    method: 'POST',
    path: `/agents/{agentId}/${verb}`,
    auth: 'apiKey',
    answers: { 200: agentSchema },
    errors: ['AGENT_NOT_FOUND', ...errors],
    docs: {
      operationId: `${verb}Agent`,
      group: 'Agents',
      summary,
      description,
      answers: { 200: { description: 'The agent.', example } },
    },
  }).handle(async ({ actor, params }) => {
    await act(actor, params.agentId)
    return { status: 200, body: toAgentAnswer(await getAgent(actor, params.agentId)) }
  })
}

export const pauseAgentEndpoint = actOnAgent({
  verb: 'pause',
  summary: 'Stop the calls of an agent',
  description:
    'Once it has answered, no further call of this agent is placed and no mail sent. Calls under way end normally, and contacts can still be enrolled.',
  example: { ...agentExample, pausedAt: '2027-03-01T16:00:00.000Z' },
  act: pauseAgent,
})

export const resumeAgentEndpoint = actOnAgent({
  verb: 'resume',
  summary: 'Let an agent call again',
  description:
    'What became due meanwhile is called now, as far as lines and call windows allow. An agent that has paused itself (`brokenOff`) starts slowly.',
  example: agentExample,
  act: resumeAgent,
})

export const archiveAgentEndpoint = actOnAgent({
  verb: 'archive',
  summary: 'Archive an agent',
  description:
    'Nobody can be enrolled with it any more; its batches and results stay. A `CONFLICT` says how many contacts and imports of it have not ended.',
  example: { ...agentExample, status: 'archived' },
  errors: ['CONFLICT'],
  act: archiveAgent,
})

export const unarchiveAgentEndpoint = actOnAgent({
  verb: 'unarchive',
  summary: 'Take an agent out of the archive',
  description: 'Contacts can be enrolled with it again.',
  example: agentExample,
  act: unarchiveAgent,
})
