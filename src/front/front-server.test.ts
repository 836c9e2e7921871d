import { once } from 'node:events'
import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { giveUpPage, retryPageAfterSeconds } from '@/platform/unavailable-pages'
import { createFrontServer } from './front-server'

const servers: ReturnType<typeof createFrontServer>[] = []
afterEach(() => {
  for (const server of servers.splice(0)) server.close()
})

type Answer = { status: number; headers: IncomingMessage['headers']; text: string }

async function ask(
  answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>,
  path: string,
  { isHttps = false, headers = {} as Record<string, string>, method = 'GET' } = {},
): Promise<Answer> {
  const server = createFrontServer({ isDev: false, isHttps, answer: async (...both) => answer(...both) })
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const { port } = server.address() as AddressInfo
  const sent = request({ port, path, method, headers, host: '127.0.0.1', agent: false }).end()
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  let text = ''
  for await (const chunk of response) text += chunk
  return { status: response.statusCode ?? 0, headers: response.headers, text }
}

describe('what Next answers by itself below /api', () => {
  const ways: [way: string, answer: (request: IncomingMessage, response: ServerResponse) => void, status: number][] = [
    [
      'a bare text',
      (_, response) => {
        response.statusCode = 500
        response.end('Internal Server Error')
      },
      500,
    ],
    [
      'a page in pieces',
      (_, response) => {
        response.writeHead(404, { 'content-type': 'text/html', 'transfer-encoding': 'chunked' })
        response.write('<html>')
        response.end('</html>')
      },
      404,
    ],
    [
      'nothing',
      (_, response) => {
        response.writeHead(400).end()
      },
      400,
    ],
    [
      'a redirect',
      (_, response) => {
        response.writeHead(308, { location: '/api/v1/health' })
        response.end('/api/v1/health')
      },
      404,
    ],
    [
      'a list of headers',
      (_, response) => {
        response.writeHead(418, ['content-type', 'text/plain'])
        response.end('teapot')
      },
      400,
    ],
    ['an exception', () => Promise.reject(new RangeError('boom')) as never, 500],
  ]
  it.each(ways)('is JSON in place of %s', async (_way, answer, status) => {
    const { status: got, headers, text } = await ask(answer, '/api/v1/x', { headers: { 'x-request-id': 'order-42' } })
    expect(got).toBe(status)
    expect(JSON.parse(text)).toMatchObject({ message: expect.any(String), requestId: 'order-42' })
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'x-request-id': 'order-42',
      'cache-control': 'private, no-store',
    })
    expect(headers.location).toBeUndefined()
    expect(text).not.toContain('boom')
  })

  it('leaves answers of ours as they are', async () => {
    const { status, headers, text } = await ask((_, response) => {
      response.writeHead(422, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'max-age=9' })
      response.write('{"a":')
      response.end('1}')
    }, '/api/v1/x')
    expect([status, text]).toEqual([422, '{"a":1}'])
    expect(headers['cache-control']).toBe('private, no-store')
  })
})

describe('a page that cannot be made', () => {
  const fail = (response: ServerResponse) => {
    response.writeHead(500, { 'content-type': 'text/html', 'content-encoding': 'gzip' })
    response.write('<html id="__next_error__">')
    response.end('</html>')
  }

  it('is answered 503 with a page that needs no script, when the database cannot be used now', async () => {
    const page = await ask((request, response) => {
      giveUpPage(String(request.headers['x-nonce']), 5)
      fail(response)
    }, '/agents')
    expect(page).toMatchObject({
      status: 503,
      headers: { 'retry-after': '5', 'content-type': 'text/html; charset=utf-8' },
    })
    expect(page.headers).not.toHaveProperty('content-encoding')
    expect(page.headers['content-length']).toBe(String(Buffer.byteLength(page.text)))
    expect(page.text).toContain('Nothing that was enrolled is lost')
    expect(page.text).not.toMatch(/<script|__next_error__/)
    const nonce = page.text.match(/<style nonce="([^"]+)"/)?.[1]
    expect(page.headers['content-security-policy']).toContain(`'nonce-${nonce}'`)
    expect(retryPageAfterSeconds(String(nonce))).toBeNull()
  })

  it('stays a 500 for any other reason, and an answer that was made stays as it is', async () => {
    const broken = await ask((_, response) => fail(response), '/agents')
    expect([broken.status, broken.text]).toEqual([500, '<html id="__next_error__"></html>'])
    const made = await ask((request, response) => {
      giveUpPage(String(request.headers['x-nonce']), 5)
      response.end('made')
    }, '/agents')
    expect([made.status, made.text]).toEqual([200, 'made'])
  })

  it('has no body for HEAD', async () => {
    const page = await ask(
      (request, response) => {
        giveUpPage(String(request.headers['x-nonce']), 5)
        fail(response)
      },
      '/agents',
      { method: 'HEAD' },
    )
    expect([page.status, page.text]).toEqual([503, ''])
  })
})

describe('what is added to a request', () => {
  it('says at the end of X-Forwarded-For who has connected', async () => {
    const echo = (request: IncomingMessage, response: ServerResponse) => {
      response.end(String(request.headers['x-forwarded-for']))
    }
    expect((await ask(echo, '/')).text).toBe('127.0.0.1')
    expect((await ask(echo, '/', { headers: { 'x-forwarded-for': '1.2.3.4' } })).text).toBe('1.2.3.4, 127.0.0.1')
  })

  it('is the query of an API request as it was sent, whatever the client says of it', async () => {
    const echo = (request: IncomingMessage, response: ServerResponse) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(request.headers['x-sent-query']))
    }
    const headers = { 'x-sent-query': '?dryRun=true' }
    for (const [target, query] of [
      ['/api/v1/x', ''],
      ['/api/v1/x?', ''],
      ['/api/v1/x?__proto__=1&__proto__=%32&_rsc=1&dryRun', '?__proto__=1&__proto__=%32&_rsc=1&dryRun'],
      ['/api/v1/x?a?b=/c#d?e', '?a?b=/c'],
      ['/api/v1/x#?a', ''],
      ['http://elsewhere.test/api/v1/x?a=1', '?a=1'],
      ['/api/v1/x?"=%zz', '?%22=%zz'],
    ] as const) {
      expect(JSON.parse((await ask(echo, target, { headers })).text), target).toBe(query)
    }
  })

  it('is a nonce of a page, and never that of another answer', async () => {
    const echo = (request: IncomingMessage, response: ServerResponse) => {
      response.end(String(request.headers['x-nonce']))
    }
    const [first, second] = [await ask(echo, '/'), await ask(echo, '/', { headers: { 'x-nonce': 'mine' } })]
    expect(new Set([first?.text, second?.text, 'mine']).size).toBe(3)
    expect(first?.headers['content-security-policy']).toContain(`'nonce-${first?.text}'`)
    expect(first?.headers['content-security-policy']).not.toContain('unsafe-eval')
  })
})

describe('Strict-Transport-Security', () => {
  it.each([
    [true, expect.stringMatching(/^max-age=\d{8};/)],
    [false, undefined],
  ])('is there with an address of https alone (%s)', async (isHttps, expected) => {
    for (const path of ['/', '/api/v1/health', '/api/nothing', '/%zz']) {
      const { headers } = await ask((_, response) => void response.end('ok'), path, { isHttps })
      expect(headers['strict-transport-security']).toEqual(expected)
    }
  })
})
