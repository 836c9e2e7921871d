import { afterEach, beforeEach, expect, it } from 'vitest'
import { breakTable } from '@/testing/break-table'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { handleRequest } from './handle-request'
import { appRouter } from './root'

let organization: TestOrganization
let mend: () => Promise<void>

beforeEach(async () => {
  organization = await createTestOrganization()
  mend = async () => {}
})
afterEach(() => mend())

function send(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { 'x-api-key': organization.apiKey, 'content-type': 'application/json', 'x-request-id': 'req-1' }
  return handleRequest(new Request(`http://127.0.0.1/api/trpc/${path}`, { headers, ...init }))
}

it('tells nothing of the inside of what goes wrong on our side', async () => {
  mend = await breakTable('contacts')
  const body = JSON.stringify({ agentId: organization.agents.alwaysOn, contacts: [testContact()] })
  const response = await send('enrollment.enrollBatch', { method: 'POST', body })
  expect(response.status).toBe(500)
  expect(await response.json()).toEqual({
    error: {
      message: 'Something went wrong on our side. Tell us the request id req-1.',
      code: expect.any(Number),
      data: { code: 'INTERNAL_ERROR', httpStatus: 500, path: 'enrollment.enrollBatch', requestId: 'req-1' },
    },
  })
})

it('has no procedure that works without a key or a session', async () => {
  const procedures = Object.keys(appRouter._def.procedures)
  expect(procedures.length).toBeGreaterThan(5)
  for (const path of procedures) {
    for (const method of ['GET', 'POST']) {
      const init = method === 'POST' ? { method, body: '{}' } : { method }
      const response = await send(path, { ...init, headers: { 'content-type': 'application/json' } })
      // 405 answers a query sent by POST, or a mutation sent by GET.
      expect([401, 405], `${method} ${path}`).toContain(response.status)
    }
  }
})
