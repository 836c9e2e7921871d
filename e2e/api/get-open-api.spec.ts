import { apiDocument } from '@/rest/endpoint-table'
import type { OpenApiDocument } from '@/rest/open-api-document'
import { expect, expectError, test } from './contract-test'

test('is the document of this API, with and without a key', async ({ api }) => {
  for (const client of [api, api.withKey(null)]) {
    const answer = await client.get<OpenApiDocument>('/openapi.json')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('x-request-id')).toMatch(/\S/)
    const appUrl = answer.body.servers[0]?.url.replace(/\/api\/v1$/, '') ?? ''
    expect(appUrl).toMatch(/^http:\/\/[^/]+$/)
    expect(answer.body).toEqual(JSON.parse(JSON.stringify(apiDocument(appUrl))))
  }
})

test('every operation of it exists: without a key it is a 401 where it wants one', async ({ api }) => {
  const { body } = await api.get<OpenApiDocument>('/openapi.json')
  for (const [path, item] of Object.entries(body.paths)) {
    for (const [method, operation] of Object.entries(item)) {
      const concrete = path.replaceAll(/\{\w+\}/g, 'x')
      const answer = await api.withKey(null).request(method.toUpperCase(), concrete)
      const isOpen = (operation as { security?: unknown[] }).security !== undefined
      if (!isOpen) expect(answer.status, `${method} ${path}`).toBe(401)
      else expect([200, 401, 415], `${method} ${path}`).toContain(answer.status)
    }
  }
})

test('refuses every other method', async ({ api }) => {
  expectError(await api.post('/openapi.json'), 405, 'METHOD_NOT_ALLOWED')
})
