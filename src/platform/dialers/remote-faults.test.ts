import { afterEach, describe, expect, it, vi } from 'vitest'
import { remoteCall } from '@/testing/remote-call'
import { seededRandom } from '@/testing/seeded-random'
import { blandDialer } from './bland/bland-dialer'
import { BLAND_NUMBER, BLAND_PATHWAY, startFakeBland } from './bland/fake-bland'
import { dograhDialer } from './dograh/dograh-dialer'
import { DOGRAH_AGENT, DOGRAH_NUMBER, startFakeDograh } from './dograh/fake-dograh'
import { elevenlabsDialer } from './elevenlabs/elevenlabs-dialer'
import { startFakeElevenlabs } from './elevenlabs/fake-elevenlabs'
import type { FakeDialer, FakeEvent, FakeFault } from './fake-provider'
import { type FakeLivekit, LIVEKIT_AGENT, LIVEKIT_NUMBER, startFakeLivekit } from './livekit/fake-livekit'
import { livekitDialer } from './livekit/livekit-dialer'
import { REPORT_WAIT_MS } from './livekit/livekit-results.rules'
import {
  type RemoteCallRequest,
  type RemoteCallToPlace,
  type RemoteDialer,
  RemoteDialerError,
  type RemoteResultType,
} from './remote-dialer'
import { startFakeRetell } from './retell/fake-retell'
import { retellDialer } from './retell/retell-dialer'
import { FAKE_ASSISTANT_ID, FAKE_NUMBER_ID, startFakeVapi } from './vapi/fake-vapi'
import { vapiDialer } from './vapi/vapi-dialer'

const CALLS = 200
const ROUNDS_MAX = 80

/** `FAULT_SEED` repeats a run. */
const SEED = Number(process.env.FAULT_SEED ?? Math.floor(Math.random() * 1_000_000))

const RESULT_TYPES: RemoteResultType[] = [
  'Goal Completed',
  'Goal Not Completed',
  'Voicemail',
  'No Answer',
  'Busy',
  'Failed',
]
const PLACE_FAULTS: FakeFault[] = ['lost', 'unheard', 'cut', { status: 500 }, { status: 503 }, { status: 429 }]
const READ_FAULTS: FakeFault[] = ['unheard', 'cut', { status: 500 }, { status: 429 }]

type Case = {
  kind: string
  dialer: RemoteDialer<unknown>
  credentials: unknown
  choices: Partial<RemoteCallRequest>
  start: () => Promise<FakeDialer>
  place: RegExp
  /** The results that the provider can tell. The others are reported by the agent itself. */
  tells: RemoteResultType[]
  /** How many calls at once. One, where a call waits for time to pass: what is under way meanwhile would be too old. */
  atOnce: number
}

const CASES: Case[] = [
  {
    kind: 'retell',
    dialer: retellDialer,
    credentials: { apiKey: 'key_1' },
    choices: { remoteAgentId: 'agent_renewals', fromPhoneNumber: '+15559876543' },
    start: () => startFakeRetell('key_1'),
    place: /create-phone-call/,
    tells: RESULT_TYPES,
    atOnce: 10,
  },
  {
    kind: 'vapi',
    dialer: vapiDialer,
    credentials: { apiKey: 'private-1', signingSecret: 'secret' },
    choices: { remoteAgentId: FAKE_ASSISTANT_ID, remoteNumberId: FAKE_NUMBER_ID, fromPhoneNumber: '+15559876543' },
    start: () => startFakeVapi('private-1', 'secret'),
    place: /^\/call$/,
    tells: RESULT_TYPES,
    atOnce: 10,
  },
  {
    kind: 'elevenlabs',
    dialer: elevenlabsDialer,
    credentials: { apiKey: 'sk_1', webhookSecret: 'secret' },
    choices: { remoteAgentId: 'agent_renewals', remoteNumberId: 'twilio:phnum_1', fromPhoneNumber: '+15559876543' },
    start: () => startFakeElevenlabs('sk_1', 'secret'),
    place: /outbound-call$/,
    tells: RESULT_TYPES,
    atOnce: 10,
  },
  {
    kind: 'bland',
    dialer: blandDialer,
    credentials: { apiKey: 'org_1', webhookSecret: 'secret' },
    choices: { remoteAgentId: BLAND_PATHWAY.id, fromPhoneNumber: BLAND_NUMBER },
    start: () => startFakeBland('org_1', 'secret'),
    place: /^\/v1\/calls$/,
    tells: RESULT_TYPES,
    atOnce: 10,
  },
  {
    kind: 'livekit',
    dialer: livekitDialer,
    credentials: {
      url: 'https://acme.livekit.invalid',
      apiKey: 'APIfake',
      apiSecret: 'a secret of thirty-two characters',
    },
    choices: {
      remoteAgentId: LIVEKIT_AGENT,
      remoteNumberId: LIVEKIT_NUMBER.choice,
      fromPhoneNumber: LIVEKIT_NUMBER.phoneNumber,
    },
    start: () => startFakeLivekit('APIfake', 'a secret of thirty-two characters'),
    place: /CreateSIPParticipant/,
    tells: ['Busy', 'No Answer', 'Failed'],
    atOnce: 1,
  },
  {
    kind: 'dograh',
    dialer: dograhDialer,
    credentials: { url: 'https://dograh.acme.invalid', apiKey: 'dg_1' },
    choices: {
      remoteAgentId: DOGRAH_AGENT.workflow_uuid,
      remoteNumberId: DOGRAH_NUMBER.choice,
      fromPhoneNumber: DOGRAH_NUMBER.phoneNumber,
    },
    start: () => startFakeDograh('dg_1'),
    place: /\/public\/agent\//,
    tells: RESULT_TYPES,
    atOnce: 10,
  },
]

class Killed extends Error {}

/** What is written of a call. What happens between two writes is lost when a process is killed. */
type Row = {
  call: RemoteCallToPlace
  ending: RemoteResultType
  /** Written before the provider is asked. */
  attempted: boolean
  /** The provider's id, or ours where nobody could tell whether it was placed. */
  placed: string | null
  hasEnded: boolean
  result: RemoteResultType | null
}

describe('every adapter, with everything going wrong', () => {
  let fake: FakeDialer
  afterEach(async () => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
    await fake.close()
  })

  it.each(CASES)('$kind: nobody is called twice, no result is lost, nothing waits for ever', async (test) => {
    const { kind, dialer, choices } = test
    const random = seededRandom(SEED)
    const oneOf = <T>(of: readonly T[]): T => of[Math.floor(random() * of.length)] as T
    const isKilled = () => random() < 0.15
    fake = await test.start()
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('DIALER_FAKES', `${kind}=${fake.url}`)
    fake.faults = ({ path }) => {
      if (test.place.test(path)) return random() < 0.4 ? oneOf(PLACE_FAULTS) : null
      return random() < 0.1 ? oneOf(READ_FAULTS) : null
    }
    const account = { credentials: dialer.credentials.parse(test.credentials), eventsUrl: 'https://rollcall.example/e' }
    // A provider's own word for an end is looked at; of an event only whose it is.
    const hear = (events: FakeEvent[], row: Row) => {
      for (const { headers, body } of events) {
        const forged = body.replace('{', '{"forged":true,')
        for (const text of oneOf([[], [body], [body, body], [forged, body]])) {
          const about = dialer.readEvent({ headers: new Headers(headers), body: text }, account)
          expect(about?.callId ?? row.call.callId).toBe(row.call.callId)
        }
      }
    }

    const ask = async (row: Row): Promise<void> => {
      row.attempted = true
      row.call.firstAskedAt = new Date()
      if (dialer.dialsLast) row.call.dialed = false
      row.call.dials = async () => {
        // It dies before or after this was written.
        if (isKilled()) throw new Killed()
        row.call.dialed = true
        if (isKilled()) throw new Killed()
        return true
      }
      try {
        const { providerCallId } = await dialer.place(row.call, account)
        if (!isKilled()) row.placed = providerCallId
      } catch (error) {
        if (error instanceof Killed) return
        if (!(error instanceof RemoteDialerError)) throw error
        expect(['later', 'unclear']).toContain(error.kind)
        if (error.kind === 'later' && !isKilled()) row.attempted = false
      }
    }

    const look = async (row: Row): Promise<void> => {
      const found = await dialer.find(row.call, account)
      if (isKilled()) return
      if (found.is === 'placed') row.placed = found.providerCallId
      // It counts as placed, since one call lost is better than a person called twice.
      else if (found.is === 'unknown') row.placed = row.call.callId
      else row.attempted = false
    }

    /** The call goes on at the provider, whatever becomes of us. */
    const goOn = (row: Row): void => {
      row.hasEnded = true
      const wasRung = fake.rings.some(({ phoneNumber }) => phoneNumber === row.call.phoneNumber)
      if (wasRung && test.tells.includes(row.ending)) {
        hear(fake.end(row.placed ?? '', row.ending), row)
      } else if (wasRung) {
        row.result = row.ending
      } else {
        // An agent that waits alone leaves some time.
        hear([(fake as FakeLivekit).leave(row.call.callId, 'agent')], row)
      }
    }

    const settle = async (row: Row): Promise<void> => {
      const state = await dialer.fetch({ providerCallId: row.placed ?? '', callId: row.call.callId }, account)
      expect(state.is).not.toBe('absent')
      if (isKilled()) return
      if (state.is === 'ended') row.result ??= state.result.resultType
      else if (!row.hasEnded) goOn(row)
      else vi.setSystemTime(Date.now() + REPORT_WAIT_MS)
    }

    const live = async (row: Row): Promise<void> => {
      for (let round = 0; round < ROUNDS_MAX && row.result === null; round++) {
        try {
          if (row.placed) await settle(row)
          else if (row.attempted) await look(row)
          else await ask(row)
        } catch (error) {
          // A look that failed tells nothing; it is looked again.
          if (!(error instanceof RemoteDialerError)) throw error
        }
      }
    }

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
    const rows = Array.from({ length: CALLS }, (_, index): Row => {
      const phoneNumber = `+1555${String(1_000_000 + index)}`
      const call = remoteCall({ ...choices, phoneNumber })
      return { call, ending: oneOf(RESULT_TYPES), attempted: false, placed: null, hasEnded: false, result: null }
    })
    const waiting = [...rows]
    const work = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) await live(row)
    }
    await Promise.all(Array.from({ length: test.atOnce }, work))

    const rung = fake.rings.map(({ phoneNumber }) => phoneNumber)
    expect(new Set(rung).size, `somebody was called twice (FAULT_SEED=${SEED})`).toBe(rung.length)
    for (const { call, result, ending } of rows) {
      const expected = rung.includes(call.phoneNumber) ? ending : 'Failed'
      expect(result, `${call.phoneNumber} (FAULT_SEED=${SEED})`).toBe(expected)
    }
    // A call that counts as placed and was not is lost, and only where it was about to be dialed and nobody can tell more.
    const lost = rows.filter(({ call }) => !rung.includes(call.phoneNumber))
    expect(lost.filter(({ call }) => !call.dialed)).toEqual([])
  })
})
