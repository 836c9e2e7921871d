import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'
import type { EndpointDocs } from '@/rest/docs/endpoint-docs'
import { enrollmentDocs } from '@/rest/docs/enrollment-docs'

/** `HEAD` on a path that enrolls: 200 when key and agent are good. It schedules nothing. */
function checkAgent(path: `/${string}`, docs: EndpointDocs): Endpoint {
  return defineEndpoint({
    method: 'HEAD',
    path,
    auth: 'apiKey',
    body: 'none',
    docs,
    async handle({ actor, params }) {
      await assertAgentExists(actor, params.agentId as string)
      return { status: 200, body: null }
    },
  })
}

export const checkAgentForBulk = checkAgent('/agents/{agentId}/schedule/sequences', enrollmentDocs.checkForBulk)
export const checkAgentForSingle = checkAgent('/agents/{agentId}/schedule/sequence', enrollmentDocs.checkForSingle)
