import { BLAND_NUMBER, BLAND_PATHWAY, startFakeBland } from '@/platform/dialers/bland/fake-bland'
import { DOGRAH_AGENT, DOGRAH_NUMBER, startFakeDograh } from '@/platform/dialers/dograh/fake-dograh'
import { startFakeElevenlabs } from '@/platform/dialers/elevenlabs/fake-elevenlabs'
import type { FakeDialer, FakeFault, FakeRequest } from '@/platform/dialers/fake-provider'
import { LIVEKIT_AGENT, LIVEKIT_NUMBER, startFakeLivekit } from '@/platform/dialers/livekit/fake-livekit'
import type { RemoteResultType } from '@/platform/dialers/remote-dialer'
import { startFakeRetell } from '@/platform/dialers/retell/fake-retell'
import { FAKE_ASSISTANT_ID, FAKE_NUMBER_ID, startFakeVapi } from '@/platform/dialers/vapi/fake-vapi'

/** The fake of a provider, with what an account and an agent of ours need to call through it. */
export type ProviderFake = {
  kind: 'retell' | 'vapi' | 'elevenlabs' | 'bland' | 'livekit' | 'dograh'
  start: () => Promise<FakeDialer>
  credentials: Record<string, string>
  agent: { fromNumber: string; remoteAgentId: string; remoteNumberId: string | null }
  /** The path of the request that calls somebody, which is a POST. */
  creates: RegExp
  /** The path of the request that looks whether somebody was called; null where our own record tells. */
  looks: RegExp | null
  /** The results that the agent itself reports, since the provider does not know them. */
  reported: readonly RemoteResultType[]
  /** How many of the requests that call nobody go wrong: where a call takes many of them, few. */
  faultyReads: number
  /** Whether whoever calls waits for the answer for longer than a test can. */
  waitsLong: boolean
}

const USUAL = { reported: [], faultyReads: 0.3, waitsLong: false } as const

export const PROVIDER_FAKES: readonly ProviderFake[] = [
  {
    kind: 'retell',
    start: () => startFakeRetell('key_of_retell'),
    credentials: { apiKey: 'key_of_retell' },
    agent: { fromNumber: '+15559876543', remoteAgentId: 'agent_renewals', remoteNumberId: null },
    ...{ creates: /create-phone-call$/, looks: /list-calls$/, ...USUAL },
  },
  {
    kind: 'vapi',
    start: () => startFakeVapi('key_of_vapi', 'secret_of_vapi'),
    credentials: { apiKey: 'key_of_vapi', signingSecret: 'secret_of_vapi' },
    agent: { fromNumber: '+15559876543', remoteAgentId: FAKE_ASSISTANT_ID, remoteNumberId: FAKE_NUMBER_ID },
    ...{ creates: /^\/call$/, looks: /^\/call$/, ...USUAL },
  },
  {
    kind: 'elevenlabs',
    start: () => startFakeElevenlabs('key_of_elevenlabs', 'secret_of_elevenlabs'),
    credentials: { apiKey: 'key_of_elevenlabs', webhookSecret: 'secret_of_elevenlabs' },
    agent: { fromNumber: '+15559876543', remoteAgentId: 'agent_renewals', remoteNumberId: 'twilio:phnum_1' },
    ...{ creates: /outbound-call$/, looks: /conversations$/, ...USUAL },
  },
  {
    kind: 'bland',
    start: () => startFakeBland('key_of_bland', 'secret_of_bland'),
    credentials: { apiKey: 'key_of_bland', webhookSecret: 'secret_of_bland' },
    agent: { fromNumber: BLAND_NUMBER, remoteAgentId: BLAND_PATHWAY.id, remoteNumberId: BLAND_NUMBER },
    ...{ creates: /^\/v1\/calls$/, looks: /^\/v1\/calls$/, ...USUAL },
  },
  {
    kind: 'livekit',
    start: () => startFakeLivekit('APIfake', 'a secret of thirty-two characters'),
    credentials: {
      url: 'https://acme.livekit.invalid',
      apiKey: 'APIfake',
      apiSecret: 'a secret of thirty-two characters',
    },
    agent: {
      ...{ fromNumber: LIVEKIT_NUMBER.phoneNumber, remoteAgentId: LIVEKIT_AGENT },
      remoteNumberId: LIVEKIT_NUMBER.choice,
    },
    ...{ creates: /CreateSIPParticipant$/, looks: null, faultyReads: 0.1, waitsLong: true },
    reported: ['Goal Completed', 'Goal Not Completed', 'Voicemail'],
  },
  {
    kind: 'dograh',
    start: () => startFakeDograh('key_of_dograh'),
    credentials: { url: 'https://dograh.acme.invalid', apiKey: 'key_of_dograh' },
    agent: {
      ...{ fromNumber: '+15559876543', remoteAgentId: DOGRAH_AGENT.workflow_uuid },
      remoteNumberId: DOGRAH_NUMBER.choice,
    },
    ...{ creates: /\/public\/agent\/workflow\/[^/]+$/, looks: /\/runs$/, ...USUAL },
  },
]

/** What the calls of a test end with, at random. */
export const REMOTE_RESULTS: readonly RemoteResultType[] = [
  'Goal Completed',
  'Goal Not Completed',
  'Voicemail',
  'Busy',
  'No Answer',
]

/** A request that calls somebody, and what went wrong with it. */
export type Asked = { request: FakeRequest; fault: FakeFault | null }

/**
 * Finds the calls that were asked for again though nobody had refused them, without a look whether they were made.
 *
 * @param asked of all requests of the fake those that call somebody
 * @returns their public ids
 */
export function askedBlindly(
  { looks, creates }: ProviderFake,
  requests: readonly FakeRequest[],
  asked: readonly Asked[],
): string[] {
  const places = new Map(requests.map((request, at) => [request, at]))
  const lookedAt = requests.flatMap(({ path, method }, at) => {
    return looks?.test(path) && !(method === 'POST' && creates.test(path)) ? [at] : []
  })
  const last = new Map<string, Asked>()
  return asked.flatMap(({ request, fault }) => {
    const callId = /"(call\.[0-9a-z]{26})"/.exec(JSON.stringify(request.json) ?? '')?.[1] ?? ''
    const before = last.get(callId)
    last.set(callId, { request, fault })
    if (!before || (typeof before.fault === 'object' && before.fault?.status === 429)) return []
    const [from = 0, to = 0] = [places.get(before.request), places.get(request)]
    return lookedAt.some((at) => at > from && at < to) ? [] : [callId]
  })
}
