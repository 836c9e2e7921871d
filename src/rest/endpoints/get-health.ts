import { checkHealth } from '@/domain/health/check-health'
import { defineEndpoint } from '@/rest/define-endpoint'
import { serviceDocs } from '@/rest/docs/service-docs'

/** `GET /health`: for load balancers and people, without a key. 503 only when no request can succeed. */
export const getHealthEndpoint = defineEndpoint({
  method: 'GET',
  path: '/health',
  auth: 'none',
  body: 'none',
  docs: serviceDocs.getHealth,
  async handle() {
    const health = await checkHealth()
    return { status: health.database === 'down' ? 503 : 200, body: health }
  },
})
