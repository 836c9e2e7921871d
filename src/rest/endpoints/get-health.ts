import { checkHealth } from '@/domain/health/check-health'
import { healthSchema } from '@/domain/health/health-answer.schema'
import { defineEndpoint } from '@/rest/define-endpoint'

/** `GET /health`, without a key, for load balancers and people. 503 only when no request can succeed. */
export const getHealthEndpoint = defineEndpoint({
  method: 'GET',
  path: '/health',
  auth: 'none',
  answers: { 200: healthSchema, 503: healthSchema },
  errors: ['VALIDATION_ERROR'],
  docs: {
    operationId: 'getHealth',
    group: 'Service',
    summary: 'Check the health of the service',
    description: 'For load balancers and people. Without a key.',
    answers: {
      200: {
        description: 'Requests can succeed.',
        example: { status: 'ok', database: 'ok', background: 'ok' },
      },
      503: {
        description: 'The database does not answer or takes no writes: no request can succeed.',
        example: { status: 'down', database: 'down', background: 'ok' },
      },
    },
  },
}).handle(async () => {
  const health = await checkHealth()
  return { status: health.database === 'down' ? 503 : 200, body: health }
})
