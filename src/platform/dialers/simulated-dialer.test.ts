import { createServer, type Server } from 'node:http'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { DialerCall } from './dialer'

const call: DialerCall = {
  callId: 'call.01h455vb4pex5vsknk084sn02q',
  agentId: 'agent.01h455vb4pex5vsknk084sn02r',
  agentName: 'Ada',
  name: 'Zoë Doe',
  phoneNumber: '+15550000001',
  phoneNumberExt: null,
  fromPhoneNumber: '+15559876543',
  timezone: 'America/Chicago',
  customInputVariables: {},
  test: false,
  resultUrl: 'http://127.0.0.1:1/',
  dialerSecrets: [`whsec_${Buffer.alloc(32, 7).toString('base64')}`],
  dialerUrl: null,
  outcomes: [],
}

let engine: Server
let events: { id: string; name: string; data: { callId: string; endsAt: string } }[]

beforeEach(async () => {
  events = []
  engine = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    events.push(...JSON.parse(body))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ids":["1"],"status":200}')
  })
  await new Promise<void>((resolve) => engine.listen(0, '127.0.0.1', resolve))
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
  vi.stubEnv('INNGEST_BASE_URL', `http://127.0.0.1:${(engine.address() as { port: number }).port}`)
  vi.stubEnv('INNGEST_EVENT_KEY', 'test')
  vi.stubEnv('LOG_LEVEL', 'silent')
})
afterEach(() => {
  vi.unstubAllEnvs()
  engine.closeAllConnections()
  engine.close()
})

/** Places a call as a process with this environment does. */
async function placeWith(environment: Record<string, string>, changes: Partial<DialerCall> = {}) {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value)
  vi.resetModules()
  const { simulatedDialer } = await import('./simulated-dialer')
  return simulatedDialer.placeCall({ ...call, ...changes })
}

describe('simulatedDialer', () => {
  it('leaves its call to the engine, under one id', async () => {
    const beforeMs = Date.now()
    expect(await placeWith({ SIMULATED_CALL_SECONDS: '1.5' })).toEqual({ providerCallId: `simulated-${call.callId}` })
    const afterMs = Date.now()
    await placeWith({})
    expect(events).toMatchObject(
      [1, 2].map(() => ({
        id: `simulated-${call.callId}`,
        name: 'simulator/call.placed',
        data: { callId: call.callId },
      })),
    )
    const endsAtMs = Date.parse(events[0]?.data.endsAt ?? '')
    expect(endsAtMs).toBeGreaterThanOrEqual(beforeMs + 1_500)
    expect(endsAtMs).toBeLessThanOrEqual(afterMs + 1_500)
  })

  it('forgets a call that is never reported', async () => {
    await placeWith({}, { phoneNumber: '+15550000009' })
    expect(events).toEqual([])
  })

  it('refuses to call in production, unless it is told to', async () => {
    await expect(placeWith({ NODE_ENV: 'production' })).rejects.toMatchObject({
      name: 'DialerError',
      retriable: false,
      mayHavePlaced: false,
      message: expect.stringContaining('ALLOW_SIMULATED_DIALER=1'),
    })
    expect(events).toEqual([])
    await placeWith({ NODE_ENV: 'production', ALLOW_SIMULATED_DIALER: '1' })
    expect(events).toHaveLength(1)
  })

  it('simulates a test in production too', async () => {
    await placeWith({ NODE_ENV: 'production', ALLOW_SIMULATED_DIALER: '' }, { test: true })
    expect(events).toHaveLength(1)
  })

  it('may be asked again when its early report is not taken', async () => {
    await expect(placeWith({}, { phoneNumber: '+15550000007' })).rejects.toMatchObject({
      name: 'DialerError',
      retriable: true,
      mayHavePlaced: true,
    })
  })
})
