import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { DialerCall } from './dialer'
import { webhookDialer } from './webhook-dialer'

beforeAll(() => {
  process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none'
  process.env.OUTBOUND_ALLOW_PRIVATE = '1'
})

const call: DialerCall = {
  callId: 'call.01h455vb4pex5vsknk084sn02q',
  agentId: 'agent.01h455vb4pex5vsknk084sn02r',
  agentName: 'Ada',
  name: 'Zoë Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: '12',
  fromPhoneNumber: '+15559876543',
  timezone: 'America/Chicago',
  customInputVariables: { account_id: 'acme-123' },
  test: false,
  resultUrl: 'http://127.0.0.1:3000/api/v1/calls/call.01h455vb4pex5vsknk084sn02q/result',
  dialerSecrets: [7, 8].map((byte) => `whsec_${Buffer.alloc(32, byte).toString('base64')}`),
  dialerUrl: null,
  outcomes: [{ name: 'interested', successful: true }],
}

type Request = { headers: IncomingMessage['headers']; body: string }
const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function dial(answer: (response: ServerResponse) => void): Promise<{ requests: Request[]; url: string }> {
  const requests: Request[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    requests.push({ headers: request.headers, body })
    answer(response)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { requests, url: `http://127.0.0.1:${(server.address() as { port: number }).port}/dial` }
}

describe('webhookDialer', () => {
  it('sends what is known of the call, signed, under the id of the call, and nothing secret', async () => {
    const { requests, url } = await dial((response) => response.end('{"providerCallId":"p-1"}'))
    expect(await webhookDialer.placeCall({ ...call, dialerUrl: url })).toEqual({ providerCallId: 'p-1' })
    expect(await webhookDialer.placeCall({ ...call, dialerUrl: url })).toEqual({ providerCallId: 'p-1' })

    const { dialerSecrets, dialerUrl: _, ...told } = call
    for (const { headers, body } of requests) {
      // With each of them: the dialer may have either during a rotation.
      for (const secret of dialerSecrets) {
        expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(told)
      }
      expect(headers).toMatchObject({ 'webhook-id': call.callId, 'content-type': 'application/json' })
      expect(body).not.toContain('whsec')
    }
    expect(requests).toHaveLength(2)
  })

  it.each([
    ['no body', ''],
    ['no JSON', '<p>OK</p>'],
    ['null', 'null'],
    ['no id', '{}'],
    ['an id of another type', '{"providerCallId":7}'],
    ['an empty id', '{"providerCallId":""}'],
    ['an id that cannot be stored', '{"providerCallId":"a\\u0000"}'],
    ['an endless id', JSON.stringify({ providerCallId: 'x'.repeat(201) })],
  ])('takes a 2xx with %s for a placed call', async (_, body) => {
    const { url } = await dial((response) => response.writeHead(202).end(body))
    expect(await webhookDialer.placeCall({ ...call, dialerUrl: url })).toEqual({ providerCallId: call.callId })
  })

  it.each([
    [301, false, false],
    [400, false, false],
    [401, false, false],
    [404, false, false],
    [408, true, true],
    [409, true, true],
    [410, false, false],
    [422, false, false],
    [425, true, false],
    [429, true, false],
    [500, true, true],
    [503, true, true],
  ])('answers %i: retriable %s, may have placed the call %s', async (status, retriable, mayHavePlaced) => {
    const { url } = await dial((response) => response.writeHead(status).end())
    const placed = webhookDialer.placeCall({ ...call, dialerUrl: url })
    await expect(placed).rejects.toMatchObject({ name: 'DialerError', retriable, mayHavePlaced })
  })

  it('may be tried again when nobody listens or the connection breaks, and not without a usable URL', async () => {
    const { url } = await dial((response) => response.destroy())
    const place = (dialerUrl: string | null) => webhookDialer.placeCall({ ...call, dialerUrl })
    const fail = (retriable: boolean, mayHavePlaced: boolean) => ({ name: 'DialerError', retriable, mayHavePlaced })
    await expect(place(url)).rejects.toMatchObject(fail(true, true))
    await expect(place('http://127.0.0.1:1/')).rejects.toMatchObject(fail(true, false))
    await expect(place('http://nobody.invalid/')).rejects.toMatchObject(fail(true, false))
    await expect(place('ftp://127.0.0.1/')).rejects.toMatchObject(fail(false, false))
    await expect(place(null)).rejects.toMatchObject(fail(false, false))
  })
})
