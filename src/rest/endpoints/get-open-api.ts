import { defineEndpoint, type Endpoint } from '@/rest/define-endpoint'
import { serviceDocs } from '@/rest/docs/service-docs'

/**
 * `GET /openapi.json`: the API as OpenAPI 3.1, without a key, so that generators can read it by its address.
 *
 * @param write gives the document as JSON text; a function, since the endpoint is itself part of what it tells
 */
export function openApiEndpoint(write: () => string): Endpoint {
  return defineEndpoint({
    method: 'GET',
    path: '/openapi.json',
    auth: 'none',
    body: 'none',
    docs: serviceDocs.getOpenApi,
    async handle() {
      return { status: 200, body: write(), headers: { 'cache-control': 'public, max-age=300' } }
    },
  })
}
