import { z } from 'zod'
import type { JsonText } from '@/domain/json-text'
import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'

export const openApiSchema = z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) })

/**
 * Declares `GET /openapi.json`: the API as OpenAPI 3.1. It needs no key, so that generators can read it from its URL.
 *
 * @param write returns the document as JSON text; a function, because the document also describes this endpoint
 */
export function openApiEndpoint(write: () => JsonText<z.input<typeof openApiSchema>>): Endpoint {
  return defineEndpoint({
    method: 'GET',
    path: '/openapi.json',
    auth: 'none',
    answers: { 200: openApiSchema },
    errors: ['VALIDATION_ERROR'],
    docs: {
      operationId: 'getOpenApiDocument',
      group: 'Service',
      summary: 'Get this document',
      description: 'The API as OpenAPI 3.1, for generators and readers. Without a key: it holds nothing of anybody.',
      answers: {
        200: {
          description: 'An OpenAPI document.',
          example: { openapi: '3.1.1', info: { title: 'Rollcall', version: '1' }, paths: {} },
        },
      },
    },
  }).handle(async () => {
    return { status: 200, body: write(), headers: { 'cache-control': 'public, max-age=300' } }
  })
}
