import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import fc from 'fast-check'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { startFakeProvider } from './fake-provider'
import { type RefusalKind, RemoteDialerError } from './remote-dialer'
import { askRemote, beforehand, type RemoteRequest, readAnswer, readRetryAfterMs } from './remote-request'

const provider = { kind: 'acme', label: 'Acme', baseUrl: 'https://api.acme.invalid' }

beforeAll(() => {
  process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none'
})
beforeEach(() => void vi.stubEnv('DIALER_FAKES', ''))

const servers: Server[] = []
afterEach(() => {
  vi.unstubAllEnvs()
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

/** Puts a server that answers so in Acme's place. */
async function acmeAnswers(answer: RequestListener): Promise<{ requests: (IncomingMessage & { text: string })[] }> {
  const requests: (IncomingMessage & { text: string })[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push(Object.assign(request, { text }))
    answer(request, response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  vi.stubEnv('DIALER_FAKES', `other=http://127.0.0.1:1,acme=http://127.0.0.1:${port}`)
  return { requests }
}

const ask = (changes: Partial<RemoteRequest> = {}) =>
  askRemote({
    provider,
    places: true,
    method: 'POST',
    path: '/calls',
    headers: { authorization: 'Bearer key-1' },
    json: { to: '+15551234567' },
    secrets: ['key-1'],
    ...changes,
  })

describe('askRemote', () => {
  it('sends JSON with the headers, and returns status and JSON of a 2xx', async () => {
    const { requests } = await acmeAnswers((_, response) => response.writeHead(201).end('{"id":"c-1"}'))
    expect(await ask()).toEqual({ status: 201, json: { id: 'c-1' } })
    expect(requests[0]).toMatchObject({
      method: 'POST',
      url: '/calls',
      text: '{"to":"+15551234567"}',
      headers: { authorization: 'Bearer key-1', 'content-type': 'application/json', accept: 'application/json' },
    })
  })

  it('takes an empty 204, and statuses that the request has declared, for answers', async () => {
    await acmeAnswers((request, response) => response.writeHead(request.method === 'GET' ? 404 : 204).end())
    expect(await ask()).toEqual({ status: 204, json: undefined })
    expect(await ask({ method: 'GET', json: undefined, answers: [404] })).toEqual({ status: 404, json: undefined })
  })

  it.each([
    [301, 'account'],
    [400, 'account'],
    [401, 'account'],
    [402, 'account'],
    [403, 'account'],
    [404, 'account'],
    [408, 'unclear'],
    [409, 'unclear'],
    [422, 'account'],
    [425, 'later'],
    [429, 'later'],
    [500, 'unclear'],
    [502, 'unclear'],
    [503, 'unclear'],
  ])('reads a %i as "%s"', async (status, kind) => {
    await acmeAnswers((_, response) => response.writeHead(status).end('{"message":"No."}'))
    await expect(ask()).rejects.toMatchObject({
      name: 'RemoteDialerError',
      kind,
      message: `Acme answered ${status}: No.`,
    })
  })

  it('lets the adapter judge a refusal first', async () => {
    await acmeAnswers((_, response) => response.writeHead(400).end('{"error":"to is no number"}'))
    const judge = vi.fn(() => 'person' as const)
    await expect(ask({ judge })).rejects.toMatchObject({ kind: 'person' })
    expect(judge).toHaveBeenCalledWith({
      status: 400,
      json: { error: 'to is no number' },
      text: '{"error":"to is no number"}',
    })
    await expect(ask({ judge: () => null })).rejects.toMatchObject({ kind: 'account' })
  })

  it('says when to ask again', async () => {
    await acmeAnswers((_, response) => response.writeHead(429, { 'retry-after': '12' }).end())
    await expect(ask()).rejects.toMatchObject({ kind: 'later', retryAfterMs: 12_000 })
  })

  it('does not believe a 2xx that breaks off or is no JSON', async () => {
    await acmeAnswers((_, response) => response.end('<p>OK</p>'))
    await expect(ask()).rejects.toMatchObject({ kind: 'unclear' })
    await acmeAnswers((_, response) => {
      response.writeHead(201, { 'content-length': '100' }).write('{"id":')
      setTimeout(() => response.destroy(), 10)
    })
    await expect(ask()).rejects.toMatchObject({ kind: 'unclear' })
  })

  it('is unclear when the connection breaks, and calls nobody when there was none', async () => {
    await acmeAnswers((_, response) => response.destroy())
    await expect(ask()).rejects.toMatchObject({ kind: 'unclear' })
    vi.stubEnv('DIALER_FAKES', 'acme=http://127.0.0.1:1')
    await expect(ask()).rejects.toMatchObject({ kind: 'later' })
    await expect(ask({ places: false })).rejects.toMatchObject({ kind: 'unclear' })
  })

  it.each(['mute', 'late'] as const)('is unclear when the answer is %s', async (fault) => {
    let calls = 0
    const fake = await startFakeProvider({
      refuse: () => null,
      routes: [{ method: 'POST', path: /./, answer: () => ({ status: 201, json: { id: `c-${++calls}` } }) }],
    })
    vi.stubEnv('DIALER_FAKES', `acme=${fake.url}`)
    fake.lateMs = 300
    fake.failNext(/./, fault)
    await expect(ask({ timeoutMs: 100 })).rejects.toMatchObject({ kind: 'unclear' })
    // The success after our time-out, for which an absent call is not believed at once.
    if (fault === 'late') await vi.waitFor(() => expect(calls).toBe(1), { timeout: 30_000 })
    await fake.close()
    expect(calls).toBe(fault === 'late' ? 1 : 0)
  })

  it('tells an operator that an address is not allowed', async () => {
    const own = { kind: 'own', label: 'Own', baseUrl: 'https://127.0.0.1:1' }
    await expect(ask({ provider: own })).rejects.toMatchObject({
      kind: 'account',
      message: expect.stringContaining('not a public address'),
    })
  })

  it.each([
    'http://10.0.0.1:80',
    'http://127.0.0.1:1@evil.example',
    'https://evil.example',
    'http://127.0.0.1:1/x',
    '',
  ])('does not lead keys to "%s", whatever the environment says', async (address) => {
    vi.stubEnv('DIALER_FAKES', `acme=${address}`)
    await expect(ask()).rejects.toMatchObject({ message: expect.stringContaining('api.acme.invalid') })
  })

  it.each([
    ['{"error":{"message":"Deep."}}', 'Acme answered 400: Deep.'],
    ['{"detail":[{"msg":"One."},{"msg":"Two."}]}', 'Acme answered 400: One.; Two.'],
    ['{"message":["a must be b"],"error":"Bad Request"}', 'Acme answered 400: a must be b'],
    ['"Text."', 'Acme answered 400: Text.'],
    ['{"message":"Bad key key-1 for +15551234567"}', 'Acme answered 400: Bad key … for …4567'],
    ['{}', 'Acme answered 400.'],
    ['null', 'Acme answered 400.'],
    ['<p>No</p>', 'Acme answered 400.'],
    [JSON.stringify({ message: 'x'.repeat(400) }), `Acme answered 400: ${'x'.repeat(300)}…`],
  ])('says of %s what an operator needs, and no secret', async (body, message) => {
    await acmeAnswers((_, response) => response.writeHead(400).end(body))
    await expect(ask()).rejects.toMatchObject({ message })
  })
})

describe('beforehand', () => {
  it('turns what is unclear into later, since nobody was called, and nothing else', async () => {
    const fail = (kind: RefusalKind) => beforehand(() => Promise.reject(new RemoteDialerError(kind, 'No.')))
    await expect(fail('unclear')).rejects.toMatchObject({ kind: 'later', message: 'No.' })
    for (const kind of ['person', 'account', 'later'] as const) await expect(fail(kind)).rejects.toMatchObject({ kind })
    await expect(beforehand(() => Promise.reject(new TypeError('x')))).rejects.toThrow(TypeError)
    expect(await beforehand(async () => 7)).toBe(7)
  })
})

describe('askRemote, of an error that is nested without end', () => {
  it('says the status alone', async () => {
    await acmeAnswers((_, response) => response.writeHead(400).end(`${'['.repeat(200_000)}"x"${']'.repeat(200_000)}`))
    await expect(ask()).rejects.toMatchObject({ kind: 'account', message: 'Acme answered 400.' })
  })
})

describe('readAnswer', () => {
  it('is unclear without what was asked for, and names it', () => {
    const schema = z.looseObject({ id: z.string() })
    expect(readAnswer(schema, { status: 200, json: { id: 'a', more: 1 } }, provider)).toEqual({ id: 'a', more: 1 })
    expect(() => readAnswer(schema, { status: 200, json: {} }, provider)).toThrow(
      expect.objectContaining({ kind: 'unclear', message: 'Acme answered without what was asked for: id.' }),
    )
    expect(() => readAnswer(schema, { status: 200, json: undefined }, provider)).toThrow(
      expect.objectContaining({ message: 'Acme answered without what was asked for: the whole.' }),
    )
  })
})

describe('readRetryAfterMs', () => {
  const atMs = Date.parse('2026-11-30T08:00:00Z')

  it.each([
    [undefined, null],
    ['', null],
    ['soon', null],
    ['0', 0],
    ['30', 30_000],
    ['999999', 3_600_000],
    ['Mon, 30 Nov 2026 08:00:45 GMT', 45_000],
    ['Mon, 30 Nov 2026 07:00:00 GMT', 0],
  ])('reads %s', (header, waitMs) => {
    expect(readRetryAfterMs(header, atMs)).toBe(waitMs)
  })

  it('is null or a wait of at most an hour, whatever comes', () => {
    fc.assert(
      fc.property(fc.string(), (header) => {
        const waitMs = readRetryAfterMs(header, atMs)
        expect(waitMs === null || (waitMs >= 0 && waitMs <= 3_600_000)).toBe(true)
      }),
    )
  })
})
