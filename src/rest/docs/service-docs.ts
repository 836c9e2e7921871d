import { z } from 'zod'
import type { Health } from '@/domain/health/check-health'
import { named } from './answer-schemas'
import type { EndpointDocs } from './endpoint-docs'

const healthSchema: z.ZodType<Health> = named(
  'Health',
  z.object({
    status: z
      .enum(['ok', 'degraded', 'down'])
      .describe('degraded: requests are accepted and durable, and the background catches up once it is back.'),
    database: z.enum(['ok', 'down']),
    background: z.enum(['ok', 'down']),
  }),
)

export const serviceDocs = {
  getHealth: {
    operationId: 'getHealth',
    group: 'Service',
    summary: 'Check the health of the service',
    description: 'For load balancers and people. Without a key.',
    answers: [
      {
        status: 200,
        description: 'Requests can succeed.',
        schema: healthSchema,
        example: { status: 'ok', database: 'ok', background: 'ok' },
      },
      {
        status: 503,
        description: 'The database does not answer or takes no writes: no request can succeed.',
        schema: healthSchema,
        example: { status: 'down', database: 'down', background: 'ok' },
      },
    ],
    errors: ['VALIDATION_ERROR'],
  },

  getOpenApi: {
    operationId: 'getOpenApiDocument',
    group: 'Service',
    summary: 'Get this document',
    description: 'The API as OpenAPI 3.1, for generators and readers. Without a key: it holds nothing of anybody.',
    answers: [
      {
        status: 200,
        description: 'An OpenAPI document.',
        schema: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
        example: { openapi: '3.1.1', info: { title: 'Rollcall', version: '1' }, paths: {} },
      },
    ],
    errors: ['VALIDATION_ERROR'],
  },
} satisfies Record<string, EndpointDocs>
