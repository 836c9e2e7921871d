import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemoteCallRequest } from '@/platform/dialers/remote-dialer'
import { describeRemoteDialer } from '@/testing/describe-remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { blandDialer } from './bland-dialer'
import { BLAND_NUMBER, BLAND_PATHWAY, blandEvent, type FakeBland, startFakeBland } from './fake-bland'

const credentials = { apiKey: 'org_0123456789abcdef', webhookSecret: 'bland-webhook-secret' }
const account = { credentials, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
const choices = { remoteAgentId: BLAND_PATHWAY.id, remoteNumberId: BLAND_NUMBER, fromPhoneNumber: BLAND_NUMBER }
const start = () => startFakeBland(credentials.apiKey, credentials.webhookSecret)

describeRemoteDialer({
  kind: 'bland',
  dialer: blandDialer,
  start,
  credentials,
  wrongCredentials: { apiKey: 'org_of_somebody_else', webhookSecret: 'the secret of somebody else' },
  choices,
  paths: { place: /^\/v1\/calls$/, find: /^\/v1\/calls$/, fetch: /^\/v1\/calls\/[^/]+$/ },
  signs: true,
})

describe('blandDialer', () => {
  let fake: FakeBland
  beforeEach(async () => {
    fake = await start()
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('DIALER_FAKES', `bland=${fake.url}`)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await fake.close()
  })

  const newCall = (changes: Partial<RemoteCallRequest> = {}) => remoteCall({ ...choices, ...changes })

  it('asks for the pathway, the numbers and the variables, and for events at the account’s address', async () => {
    const call = newCall()
    await blandDialer.place(call, account)
    expect(fake.requests[0]?.json).toEqual({
      phone_number: '+15551234567',
      from: BLAND_NUMBER,
      pathway_id: BLAND_PATHWAY.id,
      timezone: 'America/Chicago',
      request_data: { account_id: 'acme-123', name: 'Zoë Doe', timezone: 'America/Chicago' },
      metadata: { rollcall_call_id: call.callId, rollcall_agent_id: call.agentId },
      webhook: account.eventsUrl,
      answered_by_enabled: true,
    })
  })

  it('sends the key of a Twilio account of one’s own', async () => {
    await blandDialer.place(newCall(), { ...account, credentials: { ...credentials, encryptedKey: 'twilio-key' } })
    expect(fake.requests[0]?.headers).toMatchObject({ encrypted_key: 'twilio-key' })
  })

  it.each([
    [400, 'Insufficient balance for this phone number', 'account'],
    [400, 'Invalid phone number', 'person'],
    [400, 'Your destination country is not supported for this number', 'person'],
    [400, 'Invalid `from` number', 'account'],
    [400, 'The pathway does not exist.', 'account'],
  ])('%i “%s” is “%s”', async (status, message, kind) => {
    fake.failNext(/^\/v1\/calls$/, { status, json: { status: 'error', message } })
    await expect(blandDialer.place(newCall(), account)).rejects.toMatchObject({ kind })
    expect(fake.rings).toEqual([])
  })

  it('finds a call in a list without metadata, by a number that is written otherwise', async () => {
    fake.listsMetadata = false
    await blandDialer.place(newCall(), account)
    const call = newCall()
    const { providerCallId } = await blandDialer.place(call, account)
    for (const placed of fake.calls) placed.to = '5551234567'
    expect(await blandDialer.find(call, account)).toEqual({ is: 'placed', providerCallId })
    expect(await blandDialer.find(newCall(), account)).toEqual({ is: 'absent' })
  })

  it('does not know where the list does not go back far enough, or has too many that may be it', async () => {
    fake.listsMetadata = false
    for (let index = 0; index < 21; index++) await blandDialer.place(newCall(), account)
    expect(await blandDialer.find(newCall(), account)).toEqual({ is: 'unknown' })
    const [first] = fake.calls
    if (!first) throw new Error('Nothing was placed.')
    fake.listsMetadata = true
    fake.calls.splice(0, fake.calls.length, ...Array.from({ length: 1_000 }, () => first))
    expect(await blandDialer.find(newCall(), account)).toEqual({ is: 'unknown' })
    fake.calls[999] = { ...first, created_at: new Date(Date.now() - 3_600_000).toISOString() }
    expect(await blandDialer.find(newCall(), account)).toEqual({ is: 'absent' })
  })

  it('tells all that Bland knows of a conversation', async () => {
    const call = newCall()
    const { providerCallId } = await blandDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    expect(await blandDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: {
        duration: 61,
        summary: 'The call ended as Goal Completed.',
        transcription: 'assistant: Hello! \n user: Hello?',
        recordingUrl: `https://recordings.example/${providerCallId}.mp3`,
        analysis: { call_successful: true, interested: true, account_id: 'acme-123' },
        endReason: 'completed, human',
        raw: { call_id: providerCallId },
      },
    })
  })

  it('does not know a call of which Bland says with a 400 that it is not there', async () => {
    fake.failNext(/^\/v1\/calls\/x$/, { status: 400, json: { status: 'error', message: 'Call not found' } })
    expect(await blandDialer.fetch({ providerCallId: 'x', callId: 'call.1' }, account)).toEqual({ is: 'absent' })
    fake.failNext(/^\/v1\/calls\/x$/, { status: 400, json: { status: 'error', message: 'Bad' } })
    await expect(blandDialer.fetch({ providerCallId: 'x', callId: 'call.1' }, account)).rejects.toMatchObject({
      kind: 'unclear',
    })
  })

  it('does not judge a signature without a secret', async () => {
    const { headers, body } = blandEvent({ call_id: 'b-1' }, 'any')
    const own = { ...account, credentials: { apiKey: credentials.apiKey } }
    expect(blandDialer.readEvent({ headers: new Headers(headers), body }, own)).toEqual({
      providerCallId: 'b-1',
      callId: null,
      isSigned: null,
    })
  })

  it('shows the balance', async () => {
    expect(await blandDialer.check(account)).toMatchObject({ connectedAs: 'a Bland account (balance: $12.50)' })
  })

  it('hangs up', async () => {
    const call = newCall()
    const { providerCallId } = await blandDialer.place(call, account)
    await blandDialer.stop?.({ providerCallId }, account)
    expect(await blandDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({ is: 'ended' })
    await blandDialer.stop?.({ providerCallId: 'gone' }, account)
  })
})
