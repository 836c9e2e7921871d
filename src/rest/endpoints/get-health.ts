import { checkHealth } from '@/domain/health/check-health'
import { defineEndpoint } from '../define-endpoint'
import { serviceDocs } from '../docs/service-docs'

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
