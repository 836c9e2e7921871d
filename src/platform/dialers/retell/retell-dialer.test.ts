import Retell, { sign, verify } from 'retell-sdk'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { RemoteCallState } from '@/platform/dialers/remote-dialer'
import { describeRemoteDialer } from '@/testing/describe-remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { type FakeRetell, retellEvent, startFakeRetell } from './fake-retell'
import { retellDialer } from './retell-dialer'
import { RETELL_ANALYSIS_WAIT_MS } from './retell-results.rules'

const API_KEY = 'key_0123456789abcdef'
const account = { credentials: { apiKey: API_KEY }, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
const choices = { remoteAgentId: 'agent_renewals', remoteNumberId: null, fromPhoneNumber: '+15559876543' }

describeRemoteDialer({
  kind: 'retell',
  dialer: retellDialer,
  start: () => startFakeRetell(API_KEY),
  credentials: { apiKey: API_KEY },
  wrongCredentials: { apiKey: 'key_of_somebody_else' },
  choices,
  paths: { place: /create-phone-call/, find: /list-calls/, fetch: /get-call/ },
  signs: true,
})

describe('retellDialer', () => {
  let fake: FakeRetell
  beforeEach(async () => {
    fake = await startFakeRetell(API_KEY)
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('DIALER_FAKES', `retell=${fake.url}`)
  })
  afterEach(async () => {
    vi.useRealTimers()
    vi.unstubAllEnvs()
    await fake.close()
  })

  it('asks for the agent, the numbers and the variables, as strings', async () => {
    const call = remoteCall(choices)
    await retellDialer.place(call, account)
    expect(fake.requests[0]?.json).toEqual({
      from_number: '+15559876543',
      to_number: '+15551234567',
      override_agent_id: 'agent_renewals',
      retell_llm_dynamic_variables: { account_id: 'acme-123', name: 'Zoë Doe', timezone: 'America/Chicago' },
      metadata: { rollcall_call_id: call.callId },
    })
  })

  it('knows who can mend what Retell refuses', async () => {
    await expect(
      retellDialer.place(remoteCall({ ...choices, remoteAgentId: 'agent_gone' }), account),
    ).rejects.toMatchObject({
      kind: 'account',
      message: 'Retell answered 422: Cannot find requested asset under given api key.',
    })
    await expect(
      retellDialer.place(remoteCall({ ...choices, phoneNumber: '+1', remoteNumberId: null }), account),
    ).rejects.toMatchObject({ kind: 'person' })
    expect(fake.rings).toEqual([])
  })

  it('waits for the analysis of a conversation, and not for ever', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await retellDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    const analysis = fake.calls.get(providerCallId)?.call_analysis
    delete fake.calls.get(providerCallId)?.call_analysis
    const fetch = () => retellDialer.fetch({ providerCallId, callId: call.callId }, account)
    expect(await fetch()).toEqual({ is: 'under way' })

    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + RETELL_ANALYSIS_WAIT_MS + 1_000 })
    expect(await fetch()).toMatchObject({ is: 'ended', result: { resultType: 'Goal Not Completed', analysis: {} } })
    Object.assign(fake.calls.get(providerCallId) ?? {}, { call_analysis: analysis })
    expect(await fetch()).toMatchObject({ is: 'ended', result: { resultType: 'Goal Completed' } })
  })

  it('tells all that Retell knows of a conversation', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await retellDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    expect(await retellDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: {
        duration: 61,
        summary: 'The call ended as Goal Completed.',
        transcription: 'Agent: Hello.\nUser: Hello.\n',
        recordingUrl: `https://recordings.example/${providerCallId}.wav`,
        analysis: { interested: true, call_successful: true, in_voicemail: false, user_sentiment: 'Neutral' },
        endReason: 'agent_hangup',
        raw: { call_id: providerCallId, call_type: 'phone_call' },
      },
    } satisfies { is: RemoteCallState['is']; result: object })
  })

  it('lists the voice agents of all pages and the numbers, and leaves the lines of incoming calls free', async () => {
    expect(await retellDialer.check(account)).toEqual({
      connectedAs: 'a Retell workspace (calls at once: 16)',
      agents: [
        { id: 'agent_renewals', name: 'Renewals' },
        { id: 'agent_surveys', name: 'Surveys' },
      ],
      numbers: [
        { id: '+15559876543', name: 'Main', phoneNumber: '+15559876543' },
        { id: '+15559876544', name: '+15559876544', phoneNumber: '+15559876544' },
      ],
      linesMax: 16,
    })
  })

  it('hangs up, and takes a call that is not there for hung up', async () => {
    const { providerCallId } = await retellDialer.place(remoteCall(choices), account)
    await retellDialer.stop?.({ providerCallId }, account)
    expect(fake.calls.get(providerCallId)).toMatchObject({ disconnection_reason: 'manual_stopped' })
    await retellDialer.stop?.({ providerCallId: 'gone' }, account)
  })

  it('does not take one call for another, should the list be unfiltered', async () => {
    await retellDialer.place(remoteCall(choices), account)
    const items = [...fake.calls.values()]
    fake.failNext(/list-calls/, { status: 200, json: { items, has_more: false } })
    expect(await retellDialer.find(remoteCall(choices), account)).toEqual({ is: 'unknown' })
  })

  it.each([0, 299_000, -299_000])('believes a signature of %i ms ago', (agoMs) => {
    const { headers, body } = retellEvent('call_ended', { call_id: 'c-1' }, API_KEY, Date.now() - agoMs)
    const about = retellDialer.readEvent({ headers: new Headers(headers), body }, account)
    expect(about).toEqual({ providerCallId: 'c-1', callId: null, isSigned: true })
  })

  it.each([301_000, -301_000])('does not believe a signature of %i ms ago', (agoMs) => {
    const { headers, body } = retellEvent('call_ended', { call_id: 'c-1' }, API_KEY, Date.now() - agoMs)
    expect(retellDialer.readEvent({ headers: new Headers(headers), body }, account)).toMatchObject({ isSigned: false })
  })

  describe("beside Retell's SDK", () => {
    it('signs as the SDK verifies, and verifies what the SDK signs', async () => {
      const { headers, body } = retellEvent('call_ended', { call_id: 'c-1' }, API_KEY)
      expect(await verify(body, API_KEY, headers['x-retell-signature'] ?? '')).toBe(true)
      expect(await verify(`${body} `, API_KEY, headers['x-retell-signature'] ?? '')).toBe(false)

      const signed = new Headers({ 'x-retell-signature': await sign(body, API_KEY) })
      expect(retellDialer.readEvent({ headers: signed, body }, account)).toMatchObject({ isSigned: true })
      expect(retellDialer.readEvent({ headers: signed, body: `${body} ` }, account)).toMatchObject({ isSigned: false })
    })

    it('is the server that the SDK expects', async () => {
      const client = new Retell({ apiKey: API_KEY, baseURL: fake.url, maxRetries: 0 })
      const call = await client.call.createPhoneCall({
        from_number: '+15559876543',
        to_number: '+15551234567',
        override_agent_id: 'agent_renewals',
        metadata: { rollcall_call_id: 'call.1' },
      })
      fake.end(call.call_id, 'Busy')
      expect(await client.call.retrieve(call.call_id)).toMatchObject({ disconnection_reason: 'dial_busy' })
      const { items } = await client.call.list({
        filter_criteria: { metadata: [{ type: 'string', op: 'eq', key: 'rollcall_call_id', value: 'call.1' }] },
      })
      expect(items.map(({ call_id }) => call_id)).toEqual([call.call_id])
      expect((await client.agent.list({ limit: 1 })).has_more).toBe(true)
      expect((await client.phoneNumber.list()).items).toHaveLength(2)
      expect((await client.concurrency.retrieve()).concurrency_limit).toBe(20)
      await client.call.stop(call.call_id)
      await expect(client.call.retrieve('gone')).rejects.toThrow('Cannot find requested asset')
      const stranger = new Retell({ apiKey: 'no', baseURL: fake.url, maxRetries: 0 })
      await expect(stranger.concurrency.retrieve()).rejects.toThrow('API key is missing or invalid')
    })
  })
})
