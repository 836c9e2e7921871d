import { ElevenLabsClient } from '@elevenlabs/elevenlabs-js'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeRemoteDialer } from '@/testing/describe-remote-dialer'
import { remoteCall } from '@/testing/remote-call'
import { elevenlabsDialer } from './elevenlabs-dialer'
import { elevenlabsEvent, type FakeElevenlabs, startFakeElevenlabs } from './fake-elevenlabs'

const credentials = { apiKey: 'sk_0123456789abcdef', webhookSecret: 'wsec_0123456789abcdef' }
const account = { credentials, eventsUrl: 'https://rollcall.example/api/v1/dialers/token-1' }
const choices = { remoteAgentId: 'agent_renewals', remoteNumberId: 'twilio:phnum_1', fromPhoneNumber: '+15559876543' }

describeRemoteDialer({
  kind: 'elevenlabs',
  dialer: elevenlabsDialer,
  start: () => startFakeElevenlabs(credentials.apiKey, credentials.webhookSecret),
  credentials,
  wrongCredentials: { apiKey: 'sk_of_somebody_else', webhookSecret: 'wsec_of_somebody_else' },
  choices,
  paths: { place: /outbound-call$/, find: /conversations$/, fetch: /conversations\/./ },
  signs: true,
})

describe('elevenlabsDialer', () => {
  let fake: FakeElevenlabs
  beforeEach(async () => {
    fake = await startFakeElevenlabs(credentials.apiKey, credentials.webhookSecret)
    vi.stubEnv('DATABASE_URL', 'postgres://nobody@127.0.0.1:1/none')
    vi.stubEnv('DIALER_FAKES', `elevenlabs=${fake.url}`)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await fake.close()
  })

  it('asks for the agent, the numbers and the variables, under our call id', async () => {
    const call = remoteCall(choices)
    await elevenlabsDialer.place(call, account)
    expect(fake.requests[0]?.json).toEqual({
      agent_id: 'agent_renewals',
      agent_phone_number_id: 'phnum_1',
      to_number: '+15551234567',
      conversation_initiation_client_data: {
        user_id: call.callId,
        dynamic_variables: { account_id: 'acme-123', name: 'Zoë Doe', timezone: 'America/Chicago' },
      },
    })
  })

  it.each([
    ['twilio:phnum_1', '/v1/convai/twilio/outbound-call'],
    ['phnum_1', '/v1/convai/twilio/outbound-call'],
    ['sip_trunk:phnum_2', '/v1/convai/sip-trunk/outbound-call'],
  ])('calls from %s at %s', async (remoteNumberId, path) => {
    await elevenlabsDialer.place(remoteCall({ ...choices, remoteNumberId }), account)
    expect(fake.requests[0]?.path).toBe(path)
    expect(fake.rings).toHaveLength(1)
  })

  it.each([
    ['a number that is none', { phoneNumber: '+0' }, 'person'],
    ['an agent that is gone', { remoteAgentId: 'gone' }, 'account'],
    ['a number that is gone', { remoteNumberId: 'twilio:gone' }, 'account'],
    ['a number that was not chosen', { remoteNumberId: null }, 'account'],
  ])('takes the refusal of %s for one of the right kind', async (_, changes, kind) => {
    await expect(elevenlabsDialer.place(remoteCall({ ...choices, ...changes }), account)).rejects.toMatchObject({
      kind,
    })
    expect(fake.rings).toEqual([])
  })

  it.each([
    ["HTTP 400: The 'To' number +15551234567 is not a valid phone number. (21211)", 'person'],
    ['Account not authorized for international calls; geo permissions', 'person'],
    ['HTTP 401: authentication error, invalid username (20003)', 'account'],
    ['Too many concurrent calls', 'later'],
    ['Something went wrong', 'unclear'],
    ['', 'unclear'],
  ])('takes "success: false" with "%s" for a refusal of the kind "%s"', async (message, kind) => {
    fake.failNext(/outbound-call/, { status: 200, json: { success: false, message } })
    const placed = elevenlabsDialer.place(remoteCall(choices), account)
    await expect(placed).rejects.toMatchObject({ kind, message: expect.not.stringContaining('5551234567') })
  })

  it('is unclear about a success without an id', async () => {
    fake.failNext(/outbound-call/, { status: 200, json: { success: true, message: 'Success', conversation_id: null } })
    await expect(elevenlabsDialer.place(remoteCall(choices), account)).rejects.toMatchObject({ kind: 'unclear' })
  })

  it('does not take one call for another, should the list be unfiltered', async () => {
    await elevenlabsDialer.place(remoteCall(choices), account)
    const [conversation_id] = fake.conversations.keys()
    fake.failNext(/conversations$/, { status: 200, json: { conversations: [{ conversation_id }], has_more: false } })
    expect(await elevenlabsDialer.find(remoteCall(choices), account)).toEqual({ is: 'unknown' })
  })

  it('waits for the analysis', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await elevenlabsDialer.place(call, account)
    const conversation = fake.conversations.get(providerCallId)
    for (const status of ['in-progress', 'processing']) {
      Object.assign(conversation ?? {}, { status })
      expect(await elevenlabsDialer.fetch({ providerCallId, callId: call.callId }, account)).toEqual({
        is: 'under way',
      })
    }
  })

  it('tells all that ElevenLabs knows of a conversation', async () => {
    const call = remoteCall(choices)
    const { providerCallId } = await elevenlabsDialer.place(call, account)
    fake.end(providerCallId, 'Goal Completed')
    expect(await elevenlabsDialer.fetch({ providerCallId, callId: call.callId }, account)).toMatchObject({
      is: 'ended',
      result: {
        duration: 61,
        summary: 'The call ended as Goal Completed.',
        transcription: 'Agent: Hello.\nPerson: Hello.',
        recordingUrl: null,
        analysis: { interested: true, polite: 'success', call_successful: 'success' },
        endReason: 'answered',
        raw: { conversation_id: providerCallId, user_id: call.callId },
      },
    })
  })

  it('lists the agents of all pages but archived ones, and the numbers that can call', async () => {
    expect(await elevenlabsDialer.check(account)).toEqual({
      connectedAs: 'an ElevenLabs workspace',
      agents: [
        { id: 'agent_renewals', name: 'Renewals' },
        { id: 'agent_surveys', name: 'Surveys' },
      ],
      numbers: [
        { id: 'twilio:phnum_1', name: 'Main', phoneNumber: '+15559876543' },
        { id: 'sip_trunk:phnum_2', name: 'Trunk', phoneNumber: '+15559876544' },
      ],
      linesMax: null,
    })
  })

  it.each([
    [0, true],
    [29 * 60_000, true],
    [31 * 60_000, false],
    [-31 * 60_000, false],
  ])('on a signature of %i ms ago says %s', (agoMs, isSigned) => {
    const event = elevenlabsEvent(
      'post_call_transcription',
      { conversation_id: 'c-1' },
      credentials.webhookSecret,
      Date.now() - agoMs,
    )
    const about = elevenlabsDialer.readEvent({ headers: new Headers(event.headers), body: event.body }, account)
    expect(about).toEqual({ providerCallId: 'c-1', callId: null, isSigned })
  })

  it('says nothing of signatures without the secret of the webhook', () => {
    const { headers, body } = elevenlabsEvent('post_call_audio', { conversation_id: 'c-1' }, credentials.webhookSecret)
    const unsigned = { ...account, credentials: { apiKey: credentials.apiKey } }
    expect(elevenlabsDialer.readEvent({ headers: new Headers(headers), body }, unsigned)).toMatchObject({
      isSigned: null,
    })
  })

  describe("beside ElevenLabs' SDK", () => {
    it('signs as the SDK verifies', async () => {
      const client = new ElevenLabsClient({ apiKey: credentials.apiKey, baseUrl: fake.url })
      const { headers, body } = elevenlabsEvent(
        'post_call_transcription',
        { conversation_id: 'c-1' },
        credentials.webhookSecret,
      )
      const signature = headers['elevenlabs-signature'] ?? ''
      const event = await client.webhooks.constructEvent(body, signature, credentials.webhookSecret)
      expect(event).toEqual(JSON.parse(body))
      await expect(client.webhooks.constructEvent(`${body} `, signature, credentials.webhookSecret)).rejects.toThrow(
        'Signature',
      )
    })

    it('is the server that the SDK expects', async () => {
      const client = new ElevenLabsClient({ apiKey: credentials.apiKey, baseUrl: fake.url, maxRetries: 0 })
      const agents = client.conversationalAi
      const call = await agents.twilio.outboundCall({
        agentId: 'agent_renewals',
        agentPhoneNumberId: 'phnum_1',
        toNumber: '+15551234567',
        conversationInitiationClientData: { userId: 'call.1', dynamicVariables: { plan: 'B' } },
      })
      if (!call.conversationId) throw new Error('The call has no conversation.')
      fake.end(call.conversationId, 'Busy')
      const conversation = await agents.conversations.get(call.conversationId)
      expect(conversation).toMatchObject({
        status: 'failed',
        userId: 'call.1',
        metadata: { phoneCall: { callResult: 'busy' } },
      })
      const page = await agents.conversations.list({ userId: 'call.1', pageSize: 100 })
      expect(page.conversations.map(({ conversationId }) => conversationId)).toEqual([call.conversationId])
      expect((await agents.agents.list({ pageSize: 100 })).hasMore).toBe(true)
      expect(await agents.phoneNumbers.list()).toHaveLength(3)
      await expect(agents.conversations.get('gone')).rejects.toMatchObject({ statusCode: 404 })
      const stranger = new ElevenLabsClient({ apiKey: 'no', baseUrl: fake.url, maxRetries: 0 })
      await expect(stranger.conversationalAi.agents.list()).rejects.toMatchObject({ statusCode: 401 })
    })
  })
})
