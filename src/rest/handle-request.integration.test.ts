import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WRONG_KEY_LIMIT } from '@/domain/api-keys/api-key.rules'
import { breakTable } from '@/testing/break-table'
import { createTestOrganization, type TestOrganization, testContact } from '@/testing/factories'
import { handleRequest } from './handle-request'

let organization: TestOrganization
let mend: () => Promise<void>

beforeEach(async () => {
  organization = await createTestOrganization()
  mend = async () => {}
})
afterEach(() => mend())

function enroll(): Promise<Response> {
  const url = `http://127.0.0.1/api/v1/agents/${organization.agents.alwaysOn}/schedule/sequences`
  const headers = { 'x-api-key': organization.apiKey, 'content-type': 'application/json', 'x-request-id': 'req-1' }
  return handleRequest(
    new Request(url, { method: 'POST', headers, body: JSON.stringify({ contacts: [testContact()] }) }),
  )
}

describe('what goes wrong on our side', () => {
  it('is a 500 without its inside, with the request id to ask about', async () => {
    mend = await breakTable('contacts')
    const response = await enroll()
    expect(response.status).toBe(500)
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(response.headers.get('x-request-id')).toBe('req-1')
    expect(response.headers.get('ratelimit-limit')).toBe('10')
    expect(await response.json()).toEqual({
      error: 'INTERNAL_ERROR',
      message: expect.stringContaining('req-1'),
      requestId: 'req-1',
    })
  })

  it('is answered normally again once the database works', async () => {
    mend = await breakTable('contacts', { times: 1 })
    expect((await enroll()).status).toBe(500)
    expect((await enroll()).status).toBe(202)
  })

  it('is the same when not even the key can be looked up', async () => {
    mend = await breakTable('rate_limit_buckets')
    const response = await enroll()
    expect(response.status).toBe(500)
    expect(await response.json()).toMatchObject({ error: 'INTERNAL_ERROR', requestId: 'req-1' })
  })
})

describe('wrong keys', () => {
  it('are a 429 with Retry-After at last, by the address that the server in front has seen', async () => {
    // The last one is whoever connected; what stands before it is what that client has made up.
    const ask = (made: string, seen: string) =>
      handleRequest(
        new Request('http://127.0.0.1/api/v1/credits/usage', {
          headers: { 'x-api-key': 'x', 'x-forwarded-for': `${made}, ${seen}` },
        }),
      )
    const answers: Response[] = []
    for (let n = 0; n < 2 * WRONG_KEY_LIMIT.attemptsMax; n++) answers.push(await ask(`198.51.100.${n}`, '203.0.113.9'))
    const limited = answers.filter(({ status }) => status === 429)
    expect(limited.length).toBeGreaterThan(0)
    for (const { headers } of limited) expect(Number(headers.get('retry-after'))).toBeGreaterThan(0)
    expect(await limited[0]?.json()).toMatchObject({ error: 'RATE_LIMITED', requestId: expect.any(String) })
    expect((await ask('203.0.113.9', '203.0.113.10')).status).toBe(401)
  })
})
