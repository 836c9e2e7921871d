import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'

/**
 * Declares `HEAD` on an enrollment path: 200 when the key is valid and the agent exists, also one that cannot call yet.
 * The request enrolls nobody.
 */
function checkAgent(
  path: '/agents/{agentId}/schedule/sequences' | '/agents/{agentId}/schedule/sequence',
  operationId: string,
): Endpoint {
  return defineEndpoint({
    method: 'HEAD',
    path,
    auth: 'apiKey',
    answers: { 200: null },
    errors: ['AGENT_NOT_FOUND'],
    docs: {
      operationId,
      group: 'Enrollment',
      summary: 'Check key and agent',
      description:
        'For a connection test. It schedules nothing and has no body, whatever it answers. A dry run says whether the agent can call.',
      answers: {
        200: { description: 'The key is valid and the agent exists, also one that is inactive or not configured yet.' },
      },
    },
  }).handle(async ({ actor, params }) => {
    await assertAgentExists(actor, params.agentId)
    return { status: 200, body: null }
  })
}

export const checkAgentForBulk = checkAgent('/agents/{agentId}/schedule/sequences', 'checkAgentForBatch')
export const checkAgentForSingle = checkAgent('/agents/{agentId}/schedule/sequence', 'checkAgentForContact')
