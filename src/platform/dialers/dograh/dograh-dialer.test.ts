import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemoteCallRequest } from '@/platform/dialers/remote-dialer'
import { describeRemoteDialer } from '@/testing/describe-remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { dograhCredentialsSchema } from './dograh.schema'
import { dograhDialer } from './dograh-dialer'
import { DOGRAH_AGENT, DOGRAH_NUMBER, type FakeDograh, startFakeDograh } from './fake-dograh'

const credentials = { url: 'https://dograh.acme.invalid', apiKey: 'dg_0123456789abcdef' }
const account = { credentials, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
const choices = {
  remoteAgentId: DOGRAH_AGENT.workflow_uuid,
  remoteNumberId: DOGRAH_NUMBER.choice,
  fromPhoneNumber: DOGRAH_NUMBER.phoneNumber,
}
const PLACE = /^\/api\/v1\/public\/agent\//

describeRemoteDialer({
  kind: 'dograh',
  dialer: dograhDialer,
  start: () => startFakeDograh(credentials.apiKey),
  credentials,
  wrongCredentials: { ...credentials, apiKey: 'dg_of_somebody_else' },
  choices,
  paths: { place: PLACE, find: /\/runs$/, fetch: /\/runs\/\d+$/ },
  signs: false,
})

describe('dograhDialer', () => {
  let fake: FakeDograh
  beforeEach(async () => {
    fake = await startFakeDograh(credentials.apiKey)
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    // The customer's own address: the fake stands in its place.
    vi.stubEnv('DIALER_FAKES', `dograh=${fake.url}`)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await fake.close()
  })

  const newCall = (changes: Partial<RemoteCallRequest> = {}) => remoteCall({ ...choices, ...changes })

  it('asks for the workflow, the numbers and the variables, which never replace what a run owns', async () => {
    const call = newCall({ customInputVariables: { plan: 'gold', provider: 'mine' } })
    await dograhDialer.place(call, account)
    expect(fake.requests.at(-1)?.json).toEqual({
      phone_number: '+15551234567',
      initial_context: {
        plan: 'gold',
        provider: 'mine',
        name: 'Zoë Doe',
        timezone: 'America/Chicago',
        rollcall_call_id: call.callId,
      },
      telephony_configuration_id: 5,
      from_phone_number_id: 3,
    })
    expect(fake.runs[0]?.initial_context).toMatchObject({ provider: 'twilio', plan: 'gold' })
  })

  it('leaves the number to Dograh where none was chosen', async () => {
    await dograhDialer.place(newCall({ remoteNumberId: null }), account)
    expect(fake.requests.at(-1)?.json).not.toHaveProperty('from_phone_number_id')
  })

  it.each([
    [429, 'Concurrent call limit reached', 'later'],
    [402, 'Quota exceeded', 'account'],
    [400, 'Telephony provider not configured for this organization', 'account'],
    [404, 'Workflow is not active', 'account'],
    [409, 'Workflow has no execution owner', 'account'],
  ])('%i “%s” is “%s”', async (status, detail, kind) => {
    fake.failNext(PLACE, { status, json: { detail } })
    await expect(dograhDialer.place(newCall(), account)).rejects.toMatchObject({ kind })
  })

  it('knows that nobody was called where the agent is unknown, or could not be looked up', async () => {
    const unknown = dograhDialer.place(newCall({ remoteAgentId: 'x' }), account)
    await expect(unknown).rejects.toMatchObject({ kind: 'account' })
    for (const fault of ['unheard', 'cut', { status: 500 }] as const) {
      fake.failNext(/\/workflow\/fetch$/, fault)
      await expect(dograhDialer.place(newCall(), account)).rejects.toMatchObject({ kind: 'later' })
    }
    expect(fake.rings).toEqual([])
  })

  it('finds a run that the telephony has broken, and what it has said', async () => {
    const call = newCall()
    fake.telephonyError = "21211 Invalid 'To' Phone Number"
    await expect(dograhDialer.place(call, account)).rejects.toMatchObject({ kind: 'unclear' })
    expect(await dograhDialer.find(call, account)).toEqual({ is: 'placed', providerCallId: '7/100' })
    expect(await dograhDialer.fetch({ providerCallId: '7/100', callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: { resultType: 'Failed', failure: { kind: 'for good' } },
    })
  })

  it('looks through the pages as far back as the call was first asked for, and does not know beyond', async () => {
    const call = newCall()
    await dograhDialer.place(call, account)
    const made = new Date().toISOString()
    const others: FakeDograhRuns = Array.from({ length: 250 }, (_, index) => ({
      ...fake.runs[0],
      id: 1_000 + index,
      created_at: made,
      initial_context: {},
    }))
    fake.runs.unshift(...others)
    expect(await dograhDialer.find(call, account)).toEqual({ is: 'placed', providerCallId: '7/100' })
    fake.runs.unshift(...others, ...others, ...others, ...others)
    expect(await dograhDialer.find(call, account)).toEqual({ is: 'unknown' })
    for (const run of others.slice(50)) run.created_at = new Date(Date.now() - 3_600_000).toISOString()
    expect(await dograhDialer.find(call, account)).toEqual({ is: 'absent' })
  })

  it('tells all that Dograh knows of a conversation', async () => {
    const call = newCall()
    const { providerCallId } = await dograhDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    expect(await dograhDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: {
        duration: 61,
        transcription: 'assistant: Hello.',
        recordingUrl: 'https://recordings.example/100.wav',
        analysis: { call_successful: true, interested: true, call_disposition: 'end_call' },
        endReason: 'end_call',
        raw: { id: 100 },
      },
    })
    expect(await dograhDialer.fetch({ providerCallId: '8/100', callId: call.callId }, account)).toEqual({
      is: 'absent',
    })
  })

  it('lists the active numbers of the telephony that is in use', async () => {
    expect(await dograhDialer.check(account)).toEqual({
      connectedAs: 'an organization at dograh.acme.invalid',
      agents: [{ id: DOGRAH_AGENT.workflow_uuid, name: 'Renewals' }],
      numbers: [{ id: '5/3', name: '+15559876543 (Main)', phoneNumber: '+15559876543' }],
      linesMax: null,
    })
  })

  it('connects to no address of a private network', async () => {
    vi.stubEnv('DIALER_FAKES', '')
    const own = { ...account, credentials: { ...credentials, url: fake.url } }
    await expect(dograhDialer.check(own)).rejects.toMatchObject({ kind: 'account' })
    expect(fake.requests).toEqual([])
  })

  it.each([
    ['https://app.dograh.com', 'https://app.dograh.com'],
    [' https://app.dograh.com/api/v1/ ', 'https://app.dograh.com'],
    ['https://dograh.acme.com/api', 'https://dograh.acme.com'],
  ])('takes the address %j as %s', (given, taken) => {
    expect(dograhCredentialsSchema.parse({ url: given, apiKey: 'k' }).url).toBe(taken)
  })
})

type FakeDograhRuns = FakeDograh['runs']
