import type { ErrorAnswer } from '@/rest/docs/error-docs'
import { expect, originOf, test } from './contract-test'
import { type RawAnswer, rawRequest, sendRaw } from './raw-http'

/** The error that is promised for everything, whoever in the server has met it. */
function expectWireError(answer: RawAnswer, status: number | number[], code: string | string[]): void {
  const told = `${answer.status} ${answer.text.slice(0, 300)}`
  expect([status].flat(), told).toContain(answer.status)
  expect(answer.headers.get('content-type'), told).toBe('application/json; charset=utf-8')
  const body = JSON.parse(answer.text) as ErrorAnswer
  expect([code].flat(), told).toContain(body.error)
  expect(body.message).toMatch(/\S/)
  expect(body.requestId).toMatch(/^[\w.:-]{1,128}$/)
  expect(answer.headers.get('x-request-id')).toBe(body.requestId)
  expect(answer.headers.get('cache-control')).toBe('private, no-store')
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
}

const doors = [
  '/api/v1/health',
  '/api/v1/credits/usage',
  '/api/v1/agents/x/schedule/sequences',
  '/api/trpc/auth.me',
  '/api/auth/sign-in/email',
  '/api/inngest',
]
// All that Node's parser knows and Next does not, some of every kind.
const oddMethods = ['TRACE', 'QUERY', 'SEARCH', 'MKCOL', 'PROPFIND', 'LOCK', 'PURGE', 'M-SEARCH', 'REPORT', 'LINK']

for (const method of [...oddMethods, 'DELETE', 'PATCH', 'OPTIONS']) {
  test(`${method} is a 405 that says what there is`, async ({ baseURL }) => {
    for (const path of [...doors, '/', '/sign-in', '/agents']) {
      const answer = await sendRaw(originOf(baseURL), rawRequest(`${method} ${path}`))
      expectWireError(answer, 405, 'METHOD_NOT_ALLOWED')
      const allowed = answer.headers.get('allow')?.split(', ') ?? []
      expect(allowed.length, path).toBeGreaterThan(0)
      expect(allowed).not.toContain(method)
      expect(JSON.parse(answer.text).message).toContain(allowed.join(', '))
    }
    for (const path of ['/api/v1/nothing', '/api/nothing', '/api']) {
      expectWireError(await sendRaw(originOf(baseURL), rawRequest(`${method} ${path}`)), 404, 'NOT_FOUND')
    }
  })
}

test('the headers by which Next asks for parts of a page mean nothing to the API', async ({ baseURL }) => {
  const headers: Record<string, string>[] = [
    { rsc: '1' },
    { rsc: '1', 'next-router-prefetch': '1', 'next-url': '/' },
    { 'next-router-state-tree': '%' },
    { 'next-router-segment-prefetch': '/_tree' },
    { 'next-action': 'x' },
    { 'x-nextjs-data': '1' },
    { 'x-middleware-subrequest': 'src/proxy' },
    { 'x-matched-path': '/nothing' },
    { 'x-invoke-status': '500' },
  ]
  for (const header of headers) {
    const ok = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/health', header))
    expect(ok.status, JSON.stringify(header)).toBe(200)
    const none = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/nothing', header))
    expectWireError(none, 404, 'NOT_FOUND')
    const key = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/credits/usage', header))
    expectWireError(key, 401, 'UNAUTHORIZED')
  }
})

test('a path that Next would mend by a redirect, or could not decode, is a 404', async ({ baseURL }) => {
  const paths = [
    '/api/',
    '/api/v1/',
    '/api/v1/health/',
    '/api/v1//health',
    '//api/v1/health',
    '/api//v1/health',
    '/api/v1/health//',
    '/api\\v1\\health',
    '/api/v1/../v1/health/',
    '/api/trpc/',
    '/api/trpc/auth.me/',
    '/api/auth//sign-out',
    '/api/v1/%E0%A4%A',
    '/api/trpc/%E0%A4%A',
    '/api/auth/%E0%A4%A',
    '/api/inngest/%',
    '/api/%zz',
    '/%E0%A4%A',
    '/agents/%E0%A4%A',
    '/batches/%FF',
    '/_next/static/%E0%A4%A',
    '/api/v1/health/?a=b',
    'http://127.0.0.1/api/v1/%E0%A4%A',
  ]
  for (const path of paths) {
    for (const method of ['GET', 'POST']) {
      const answer = await sendRaw(originOf(baseURL), rawRequest(`${method} ${path}`, { 'content-length': '0' }))
      expectWireError(answer, 404, 'NOT_FOUND')
    }
  }
})

test('a request of a whole address, as a proxy gets it, is that of its path', async ({ baseURL }) => {
  expect((await sendRaw(originOf(baseURL), rawRequest('GET http://example.com/api/v1/health'))).status).toBe(200)
  expectWireError(
    await sendRaw(originOf(baseURL), rawRequest('GET http://example.com/api/v1/nothing')),
    404,
    'NOT_FOUND',
  )
})

test('what is no request of HTTP is a 400, and headers without end are a 413', async ({ baseURL }) => {
  const malformed = [
    'nonsense\r\n\r\n',
    'GET /api/v1/health\r\n\r\n',
    'GET /api/v1/health HTTP/9.9\r\n\r\n',
    'FETCH /api/v1/health HTTP/1.1\r\nhost: x\r\n\r\n',
    'GET /api/v1/health HTTP/1.1\r\nno colon\r\n\r\n',
    'GET /api/v1/health HTTP/1.1\r\nhost: x\r\nbad name: x\r\n\r\n',
    'POST /api/v1/health HTTP/1.1\r\nhost: x\r\ncontent-length: x\r\n\r\n',
    'POST /api/v1/health HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    'POST /api/v1/health HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n',
    'GET /api/v1/health HTTP/1.1\r\nconnection: close\r\n\r\n',
  ]
  for (const request of malformed) {
    const answer = await sendRaw(originOf(baseURL), request)
    expectWireError(answer, [400, 405], ['VALIDATION_ERROR', 'METHOD_NOT_ALLOWED'])
  }
  const long = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/health', { 'x-long': 'x'.repeat(20_000) }))
  expectWireError(long, 413, 'PAYLOAD_TOO_LARGE')
  expectWireError(await sendRaw(originOf(baseURL), rawRequest('CONNECT example.com:443')), 405, 'METHOD_NOT_ALLOWED')
})

test('an expectation that nobody knows is passed over', async ({ baseURL }) => {
  const answer = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/health', { expect: 'a miracle' }))
  expect(answer.status).toBe(200)
})

test('a Host that is no host is answered like any other', async ({ baseURL }) => {
  for (const host of ['', '[', 'a b', 'x:99999999', '%', '"><script>']) {
    const answer = await sendRaw(originOf(baseURL), rawRequest('GET /api/v1/credits/usage', { host }))
    expectWireError(answer, [400, 401], ['VALIDATION_ERROR', 'UNAUTHORIZED'])
  }
})

test('every answer below /api has a request id of its own and is kept by no cache', async ({ baseURL }) => {
  const origin = originOf(baseURL)
  const requests = [
    rawRequest('GET /api/v1/health'),
    rawRequest('HEAD /api/v1/health'),
    rawRequest('GET /api/v1/openapi.json'),
    rawRequest('HEAD /api/nothing'),
    rawRequest('GET /api/trpc/auth.me'),
    rawRequest('POST /api/trpc/auth.me', { 'content-length': '0' }),
    rawRequest('POST /api/auth/sign-out', { 'content-length': '0' }),
    rawRequest('GET /api/inngest'),
    rawRequest('POST /api/inngest', { 'content-length': '0' }),
  ]
  for (const request of requests) {
    const [line] = request.split(' HTTP')
    const answer = await sendRaw(origin, request)
    expect(answer.headers.get('x-request-id'), line).toMatch(/^[\w.:-]{8,128}$/)
    expect(answer.headers.get('cache-control'), line).toBe('private, no-store')
    expect(answer.headers.get('content-security-policy'), line).toContain("default-src 'none'")
    const named = await sendRaw(origin, request.replace('\r\n', '\r\nx-request-id: order:42_a.b-c\r\n'))
    expect(named.headers.get('x-request-id'), line).toBe('order:42_a.b-c')
  }
})

test('a body over 5 MB is a 413 at every door that reads one, also when its length is not told', async ({
  baseURL,
}) => {
  const sent = ' '.repeat(6 * 1024 * 1024)
  const open = ['/api/auth/sign-in/email', '/api/inngest', '/api/v1/calls/call.00000000000000000000000000/result']
  for (const path of open) {
    for (const body of [sent, new Blob([sent]).stream()]) {
      const response = await fetch(`${originOf(baseURL)}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        duplex: 'half',
      } as RequestInit)
      expect([path, response.status]).toEqual([path, 413])
      expect(await response.json()).toMatchObject({
        error: 'PAYLOAD_TOO_LARGE',
        requestId: response.headers.get('x-request-id'),
      })
    }
  }
})

test("Next's route for resized pictures, which nothing here uses, is closed", async ({ baseURL }) => {
  const answer = await sendRaw(originOf(baseURL), rawRequest('GET /_next/image?url=%2Ficon.svg&w=64&q=75'))
  expect(answer.status).toBe(404)
})
