import { VapiClient } from '@vapi-ai/server-sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeRemoteDialer } from '@/testing/describe-remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { FAKE_ASSISTANT_ID, FAKE_NUMBER_ID, type FakeVapi, startFakeVapi, vapiEvent } from './fake-vapi'
import { vapiDialer } from './vapi-dialer'
import { VAPI_ANALYSIS_WAIT_MS } from './vapi-results.rules'

const credentials = { apiKey: 'private-0123456789', signingSecret: 'hmac-0123456789' }
const account = { credentials, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
const choices = {
  remoteAgentId: FAKE_ASSISTANT_ID,
  remoteNumberId: FAKE_NUMBER_ID,
  fromPhoneNumber: '+15559876543',
}

describeRemoteDialer({
  kind: 'vapi',
  dialer: vapiDialer,
  start: () => startFakeVapi(credentials.apiKey, credentials.signingSecret),
  credentials,
  wrongCredentials: { apiKey: 'public-0123456789', signingSecret: 'hmac-of-somebody-else' },
  choices,
  paths: { place: /^\/call$/, find: /^\/call$/, fetch: /^\/call\/./ },
  signs: true,
})

describe('vapiDialer', () => {
  let fake: FakeVapi
  beforeEach(async () => {
    fake = await startFakeVapi(credentials.apiKey, credentials.signingSecret)
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('DIALER_FAKES', `vapi=${fake.url}`)
  })
  afterEach(async () => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
    await fake.close()
  })

  it('asks for the assistant, the number, the person with extension, and the variables', async () => {
    const call = remoteCall({ ...choices, phoneNumberExt: '0042', name: `Zoë ${'x'.repeat(80)}` })
    await vapiDialer.place(call, account)
    expect(fake.requests[0]?.json).toEqual({
      assistantId: FAKE_ASSISTANT_ID,
      phoneNumberId: FAKE_NUMBER_ID,
      customer: {
        number: '+15551234567',
        externalId: call.callId,
        name: `Zoë ${'x'.repeat(36)}`,
        extension: '0042',
      },
      assistantOverrides: {
        variableValues: { account_id: 'acme-123', name: call.name, timezone: 'America/Chicago' },
        metadata: { rollcall_call_id: call.callId },
      },
    })
  })

  it('refuses by itself what Vapi would, as the fault of whoever can mend it', async () => {
    await expect(vapiDialer.place(remoteCall({ ...choices, remoteNumberId: null }), account)).rejects.toMatchObject({
      kind: 'account',
    })
    const longExtension = remoteCall({ ...choices, phoneNumberExt: '12345678901' })
    await expect(vapiDialer.place(longExtension, account)).rejects.toMatchObject({ kind: 'person' })
    expect(fake.requests).toEqual([])
  })

  it.each([
    ['a number that is none', { phoneNumber: '+0' }, 'person'],
    ['an assistant that is gone', { remoteAgentId: 'gone' }, 'account'],
    ['a number that is gone', { remoteNumberId: 'gone' }, 'account'],
  ])('takes the refusal of %s for one of the right kind', async (_, changes, kind) => {
    await expect(vapiDialer.place(remoteCall({ ...choices, ...changes }), account)).rejects.toMatchObject({ kind })
    expect(fake.rings).toEqual([])
  })

  it('looks through all pages for a call', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await vapiDialer.place(call, account)
    const sought = fake.calls.get(providerCallId)
    if (!sought) throw new Error('There is no call.')
    const startMs = Date.now()
    sought.createdAt = new Date(startMs).toISOString()
    for (let n = 1; n <= 1_500; n++) {
      const createdAt = new Date(startMs + n).toISOString()
      fake.calls.set(`other-${n}`, { ...sought, id: `other-${n}`, createdAt, customer: { externalId: `call.${n}` } })
    }
    expect(await vapiDialer.find(call, account)).toEqual({ is: 'placed', providerCallId })
    expect(await vapiDialer.find(remoteCall(choices), account)).toEqual({ is: 'absent' })
    // More of one moment than fit on a page: nothing can be said.
    for (const other of fake.calls.values()) other.createdAt = sought.createdAt
    expect(await vapiDialer.find(remoteCall(choices), account)).toEqual({ is: 'unknown' })
  })

  it('looks back to the first attempt, and not further', async () => {
    const call = remoteCall({ ...choices, firstAskedAt: new Date('2026-11-30T08:00:00Z') })
    await vapiDialer.find(call, account)
    expect(Object.fromEntries(fake.requests[0]?.query ?? [])).toEqual({
      limit: '1000',
      createdAtGe: '2026-11-30T07:55:00.000Z',
      phoneNumberId: FAKE_NUMBER_ID,
    })
  })

  it('waits for the analysis of a conversation, and not for ever', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await vapiDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    delete fake.calls.get(providerCallId)?.analysis
    const fetch = () => vapiDialer.fetch({ providerCallId, callId: call.callId }, account)
    expect(await fetch()).toEqual({ is: 'under way' })
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + VAPI_ANALYSIS_WAIT_MS + 1_000 })
    expect(await fetch()).toMatchObject({ is: 'ended', result: { resultType: 'Goal Not Completed' } })
  })

  it('tells all that Vapi knows of a conversation', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await vapiDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    expect(await vapiDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: {
        duration: 61,
        summary: 'The call ended as Goal Completed.',
        transcription: 'AI: Hello.\nUser: Hello.\n',
        recordingUrl: `https://recordings.example/${providerCallId}.wav`,
        analysis: { interested: true, plan: 'B', successEvaluation: 'true' },
        endReason: 'assistant-ended-call',
        raw: { id: providerCallId, type: 'outboundPhoneCall' },
      },
    })
  })

  it('says nothing of signatures without the secret of the credential', async () => {
    const { providerCallId } = await vapiDialer.place(remoteCall(choices), account)
    const unsigned = { ...account, credentials: { apiKey: credentials.apiKey } }
    for (const { headers, body } of fake.end(providerCallId, 'Busy')) {
      expect(vapiDialer.readEvent({ headers: new Headers(headers), body }, unsigned)).toMatchObject({ isSigned: null })
    }
  })

  it.each([
    ['end-of-call-report', undefined, true],
    ['status-update', 'ended', true],
    ['status-update', 'in-progress', false],
    ['speech-update', undefined, false],
    ['conversation-update', undefined, false],
    ['transcript', undefined, false],
  ])('%s (%s) makes us ask: %s', (type, status, isNudge) => {
    const { body, headers } = vapiEvent({ type, status, call: { id: 'c' } }, credentials.signingSecret)
    const about = vapiDialer.readEvent({ headers: new Headers(headers), body }, account)
    expect(about?.providerCallId).toBe(isNudge ? 'c' : undefined)
  })

  it("is the server that Vapi's SDK expects", async () => {
    const client = new VapiClient({ token: credentials.apiKey, baseUrl: fake.url, maxRetries: 0 })
    const call = await client.calls.create({
      assistantId: FAKE_ASSISTANT_ID,
      phoneNumberId: FAKE_NUMBER_ID,
      customer: { number: '+15551234567', externalId: 'call.1' },
    })
    if (!('id' in call)) throw new Error('The SDK took the answer for a batch.')
    fake.end(call.id, 'Busy')
    expect(await client.calls.get({ id: call.id })).toMatchObject({ endedReason: 'customer-busy' })
    const listed = await client.calls.list({ phoneNumberId: FAKE_NUMBER_ID, limit: 10 })
    expect(listed.map(({ id }) => id)).toEqual([call.id])
    expect((await client.assistants.list()).map(({ name }) => name)).toEqual(['Renewals'])
    expect(await client.phoneNumbers.list()).toHaveLength(2)
    await expect(client.calls.get({ id: 'gone' })).rejects.toMatchObject({ statusCode: 404 })
    const stranger = new VapiClient({ token: 'no', baseUrl: fake.url, maxRetries: 0 })
    await expect(stranger.calls.list()).rejects.toMatchObject({ statusCode: 401 })
  })
})
