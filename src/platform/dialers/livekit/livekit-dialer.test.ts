import { RoomServiceClient, WebhookReceiver } from 'livekit-server-sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemoteCallToPlace } from '@/platform/dialers/remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { type FakeLivekit, LIVEKIT_AGENT, LIVEKIT_NUMBER, startFakeLivekit } from './fake-livekit'
import { livekitCredentialsSchema } from './livekit.schema'
import { livekitDialer } from './livekit-dialer'
import { REPORT_WAIT_MS } from './livekit-results.rules'

const API_KEY = 'APIfake'
const API_SECRET = 'a secret of thirty-two characters'

let livekit: FakeLivekit

beforeEach(async () => {
  livekit = await startFakeLivekit(API_KEY, API_SECRET)
  vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
  // The customer's own address: the fake stands in its place.
  vi.stubEnv('DIALER_FAKES', `livekit=${livekit.url}`)
})

afterEach(async () => {
  vi.useRealTimers()
  vi.unstubAllEnvs()
  await livekit.close()
})

const account = (changes: Record<string, string> = {}) => ({
  credentials: livekitCredentialsSchema.parse({
    url: 'wss://acme.livekit.invalid/',
    apiKey: API_KEY,
    apiSecret: API_SECRET,
    ...changes,
  }),
  eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1',
})

const callId = 'call.01h455vb4pex5vsknk084sn02q'
const ref = { providerCallId: callId, callId }

const call = (changes: Partial<RemoteCallToPlace> = {}) =>
  remoteCall({
    callId,
    remoteAgentId: LIVEKIT_AGENT,
    remoteNumberId: LIVEKIT_NUMBER.choice,
    fromPhoneNumber: LIVEKIT_NUMBER.phoneNumber,
    ...changes,
  })

const DIAL = /\/CreateSIPParticipant$/
const busy = { code: 486, phrase: 'Busy Here', twirp: 'resource_exhausted', status: 429 }
const methods = () => livekit.requests.map(({ path }) => path.split('/').at(-1))
const read = ({ headers, body }: { headers: Record<string, string>; body: string }, of = account()) =>
  livekitDialer.readEvent({ headers: new Headers(headers), body }, of)

describe('place', () => {
  it('makes the room, sends the agent, and then calls the person, as LiveKit’s protocol has it', async () => {
    expect(await livekitDialer.place(call({ phoneNumberExt: '12' }), account())).toEqual({ providerCallId: callId })
    expect(methods()).toEqual([
      'CreateRoom',
      'ListDispatch',
      'CreateDispatch',
      'ListDispatch',
      'CreateSIPParticipant',
      'UpdateRoomMetadata',
    ])
    expect(livekit.requests.at(-2)?.json).toEqual({
      sip_trunk_id: 'ST_main',
      sip_call_to: '+15551234567',
      sip_number: '+15559876543',
      room_name: callId,
      participant_identity: callId,
      participant_name: 'Zoë Doe',
      dtmf: 'wwww12',
      wait_until_answered: true,
      ringing_timeout: '40s',
      max_call_duration: '3600s',
    })
    const dispatched = livekit.rooms.get(callId)?.dispatches.find(({ agentName }) => agentName === LIVEKIT_AGENT)
    expect(JSON.parse(dispatched?.metadata ?? '')).toMatchObject({
      callId,
      customInputVariables: { account_id: 'acme-123' },
      resultUrl: call().resultUrl,
    })
  })

  it('calls nobody to whom no agent would speak', async () => {
    livekit.workers.clear()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const placed = livekitDialer.place(call(), account())
    const outcome = expect(placed).rejects.toMatchObject({ kind: 'later', message: expect.stringContaining('“ada”') })
    // It waits from the first look for the agent on that was sent.
    await vi.waitFor(() => expect(methods()[3]).toBe('ListDispatch'))
    vi.setSystemTime(Date.now() + 11_000)
    await outcome
    expect(livekit.rings).toEqual([])
    expect(livekit.rooms.size).toBe(0)
  })

  it('sends no second agent where one waits, and another one where it has gone', async () => {
    livekit.failNext(DIAL, { status: 503, json: { code: 'unavailable', msg: 'no response from servers' } })
    await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'unclear' })
    await livekitDialer.place(call(), account())
    expect(livekit.rooms.get(callId)?.dispatches).toHaveLength(2)
    livekit.leave(callId, 'agent')
    await livekitDialer.place(call(), account())
    expect(livekit.rooms.get(callId)?.dispatches).toHaveLength(3)
  })

  it.each([/\/CreateRoom$/, /\/CreateDispatch$/, /\/ListDispatch$/])(
    'knows that nobody was called where %s breaks',
    async (method) => {
      for (const fault of ['unheard', 'lost', 'cut', { status: 503 }] as const) {
        livekit.failNext(method, fault)
        await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'later' })
        // An agent that comes late would wait there for nobody.
        expect(livekit.rooms.size).toBe(0)
      }
      expect(livekit.rings).toEqual([])
    },
  )

  it('closes the room that LiveKit was slow to make, and not one in which somebody else may be calling by now', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    for (const [slowMs, rooms] of [
      [16_000, 0],
      [40_000, 1],
    ] as const) {
      livekit.faults = ({ path }) => {
        if (/\/CreateDispatch$/.test(path)) vi.setSystemTime(Date.now() + slowMs)
        return null
      }
      await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'later' })
      expect(livekit.rooms.size).toBe(rooms)
    }
    expect(livekit.rings).toEqual([])
  })

  it('notes right before it dials that it does, and does not dial for whom somebody else dials', async () => {
    const noted: string[][] = []
    const dials = async () => {
      noted.push(methods() as string[])
      return noted.length === 1
    }
    await livekitDialer.place(call({ dials }), account())
    expect(noted).toEqual([['CreateRoom', 'ListDispatch', 'CreateDispatch', 'ListDispatch']])
    await expect(livekitDialer.place(call({ dials }), account())).rejects.toMatchObject({ kind: 'unclear' })
    expect(livekit.rings).toHaveLength(1)
    // It is somebody else's.
    expect(livekit.rooms.size).toBe(1)
  })

  it.each([
    [{ code: 404, phrase: 'Not Found', twirp: 'not_found', status: 404 }, 'person'],
    [{ code: 403, phrase: 'Forbidden', twirp: 'permission_denied', status: 403 }, 'account'],
    [{ code: 407, phrase: 'Proxy Authentication Required', twirp: 'unauthenticated', status: 401 }, 'account'],
  ])('%j is “%s”, and the room is closed', async (sip, kind) => {
    livekit.sip = sip
    await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind })
    expect(livekit.rooms.size).toBe(0)
  })

  it.each([
    [429, { code: 'resource_exhausted', msg: '' }, 'later'],
    [401, { code: 'unauthenticated', msg: 'permissions denied' }, 'account'],
    [500, { code: 'internal', msg: 'sip not connected (redis required)' }, 'account'],
    [500, { code: 'internal', msg: '' }, 'unclear'],
    [503, '<html>', 'unclear'],
    [500, undefined, 'unclear'],
  ])('%i %j is “%s”', async (status, json, kind) => {
    livekit.failNext(DIAL, { status, json })
    await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ name: 'RemoteDialerError', kind })
  })

  it('tries it later where the room has closed before the agent was sent, and not where LiveKit is too old', async () => {
    const gone = { status: 404, json: { code: 'not_found', msg: 'requested room does not exist' } }
    livekit.failNext(/\/CreateDispatch$/, gone)
    await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'later' })
    livekit.failNext(/\/ListDispatch$/, { status: 404, json: { code: 'bad_route', msg: '' } })
    await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'account' })
    expect(livekit.rings).toEqual([])
  })

  it('says which trunk it lacks, and nothing secret', async () => {
    const unknown = livekitDialer.place(call({ remoteNumberId: 'ST_gone/+15559876543' }), account())
    await expect(unknown).rejects.toMatchObject({ kind: 'account', message: expect.stringContaining('does not exist') })
    const none = livekitDialer.place(call({ remoteNumberId: null }), account())
    await expect(none).rejects.toMatchObject({ kind: 'account' })
    const named = account({ sipTrunkId: 'ST_main' })
    expect(await livekitDialer.place(call({ remoteNumberId: null }), named)).toEqual({ providerCallId: callId })
    livekit.failNext(DIAL, { status: 400, json: { code: 'invalid_argument', msg: `${API_SECRET} +15551234567` } })
    const error = await livekitDialer.place(call(), account()).catch((reason: Error) => reason)
    expect(String(error)).toContain('…4567')
    expect(String(error)).not.toMatch(/5551234567|thirty-two/)
  })
})

describe('find', () => {
  it('knows that nobody was called for whom it was not noted that they are dialed, whatever is at LiveKit', async () => {
    const dies = async () => {
      throw new Error('The process was killed.')
    }
    await expect(livekitDialer.place(call({ dials: dies }), account())).rejects.toThrow('killed')
    expect(livekit.rooms.get(callId)?.participants).toHaveLength(1)
    expect(await livekitDialer.find(call({ dialed: false }), account())).toEqual({ is: 'absent' })
    await livekitDialer.place(call({ dialed: false }), account())
    // The agent that waits there is the one that speaks.
    expect(methods().filter((method) => method === 'CreateDispatch')).toHaveLength(1)
    expect(livekit.rings).toHaveLength(1)
  })

  it.each([true, null])(
    'does not know of anybody who may have been dialed (%s), and leaves them to the room',
    async (dialed) => {
      livekit.failNext(DIAL, 'lost')
      await expect(livekitDialer.place(call(), account())).rejects.toMatchObject({ kind: 'unclear' })
      const unknown = { is: 'unknown', providerCallId: callId }
      expect(await livekitDialer.find(call({ dialed }), account())).toEqual(unknown)
      // As agents do that hang up.
      livekit.rooms.clear()
      expect(await livekitDialer.find(call({ dialed }), account())).toEqual(unknown)
    },
  )
})

describe('fetch', () => {
  it('tells how the telephone has answered', async () => {
    livekit.sip = busy
    await livekitDialer.place(call(), account())
    expect(await livekitDialer.fetch(ref, account())).toMatchObject({
      is: 'ended',
      result: { resultType: 'Busy', endReason: 'SIP 486 Busy Here', failure: null },
    })
  })

  it.each(['Busy', 'No Answer', 'Failed'] as const)('tells by LiveKit’s word that it was “%s”', async (resultType) => {
    await livekitDialer.place(call(), account())
    livekit.end(callId, resultType)
    expect(await livekitDialer.fetch(ref, account())).toMatchObject({ is: 'ended', result: { resultType } })
  })

  it('is under way until both have left and the report was waited for', async () => {
    await livekitDialer.place(call(), account())
    expect(await livekitDialer.fetch(ref, account())).toEqual({ is: 'under way' })
    livekit.leave(callId, 'person')
    expect(await livekitDialer.fetch(ref, account())).toEqual({ is: 'under way' })
    livekit.leave(callId, 'agent')
    const leftAt = Date.now()
    expect(await livekitDialer.fetch(ref, account())).toEqual({ is: 'under way' })
    vi.useFakeTimers({ toFake: ['Date'], now: leftAt + REPORT_WAIT_MS + 60_000 })
    const state = await livekitDialer.fetch(ref, account())
    expect(state).toMatchObject({ is: 'ended', result: { resultType: 'Goal Not Completed', duration: 0 } })
    if (state.is === 'ended') expect(Math.abs(state.result.endedAt.getTime() - leftAt)).toBeLessThan(30_000)
  })

  it('never says of a placed call that it is not there: somebody would be called again', async () => {
    await livekitDialer.place(call(), account())
    livekit.rooms.clear()
    expect(await livekitDialer.fetch(ref, account())).toMatchObject({
      is: 'ended',
      result: { resultType: 'Failed', failure: { kind: 'for good' } },
    })
  })

  it('goes on where what was noted could not be written', async () => {
    livekit.failNext(/\/UpdateRoomMetadata$/, 'unheard')
    expect(await livekitDialer.place(call(), account())).toEqual({ providerCallId: callId })
    expect(await livekitDialer.fetch(ref, account())).toEqual({ is: 'under way' })
  })
})

describe('readEvent', () => {
  it('recognizes an event of LiveKit, as its SDK does', async () => {
    await livekitDialer.place(call(), account())
    const event = livekit.leave(callId, 'person')
    expect(read(event)).toEqual({ ...ref, isSigned: true })
    const sdk = new WebhookReceiver(API_KEY, API_SECRET)
    expect(await sdk.receive(event.body, event.headers.authorization)).toMatchObject({
      event: 'participant_left',
      participant: { identity: callId },
    })
  })

  it('recognizes what somebody else has written, changed or not signed', async () => {
    await livekitDialer.place(call(), account())
    const event = livekit.leave(callId, 'person')
    expect(read(event, account({ apiSecret: 'another secret, of the same kind' }))?.isSigned).toBe(false)
    expect(read({ ...event, body: event.body.replace('{', '{"forged":true,') })?.isSigned).toBe(false)
    expect(read({ headers: {}, body: event.body })?.isSigned).toBe(false)
  })

  it.each(['', 'null', '{}', '{"event":"room_started","room":{"name":"lobby"}}', '{"event":"x"}', 'x'])(
    'makes nothing of %j',
    (body) => {
      expect(read({ headers: {}, body })).toBeNull()
    },
  )
})

describe('check', () => {
  it('lists the numbers of the trunks, and calls nobody', async () => {
    expect(await livekitDialer.check(account())).toEqual({
      connectedAs: 'acme.livekit.invalid (key APIfake)',
      agents: null,
      numbers: [{ id: 'ST_main/+15559876543', name: '+15559876543 (Main)', phoneNumber: '+15559876543' }],
      linesMax: null,
    })
    expect(livekit.rings).toEqual([])
  })

  it('says that the secret is wrong', async () => {
    await expect(livekitDialer.check(account({ apiSecret: 'wrong' }))).rejects.toMatchObject({ kind: 'account' })
  })

  it('connects to no address of a private network', async () => {
    vi.stubEnv('DIALER_FAKES', '')
    await expect(livekitDialer.check(account({ url: livekit.url }))).rejects.toMatchObject({ kind: 'account' })
    expect(livekit.requests).toEqual([])
  })
})

it('hangs up, and leaves the agent and the room', async () => {
  await livekitDialer.place(call(), account())
  await livekitDialer.stop?.({ providerCallId: callId }, account())
  expect(livekit.rooms.get(callId)?.participants.map(({ identity }) => identity)).toEqual(['agent-AJ_1'])
  await livekitDialer.stop?.({ providerCallId: callId }, account())
})

it('is tried against a fake that LiveKit’s own SDK can talk to', async () => {
  const client = new RoomServiceClient(livekit.url, API_KEY, API_SECRET)
  await client.createRoom({ name: 'call.sdk', metadata: '{}', emptyTimeout: 60 })
  expect(await client.listRooms(['call.sdk'])).toMatchObject([{ name: 'call.sdk', emptyTimeout: 60 }])
  expect(await client.listParticipants('call.sdk')).toEqual([])
})
