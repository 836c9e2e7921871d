import type { z } from 'zod'
import type { Sequence } from '@/domain/sequences/sequence-answer.schema'
import { createEndpoint } from '@/domain/webhooks/create-endpoint'
import { db } from '@/platform/db'
import { newSigningSecret, signMessage } from '@/platform/signatures'
import type { ErrorAnswer } from '@/rest/docs/error-docs'
import type { recordedSchema } from '@/rest/endpoints/record-call-result'
import { type Answer, ApiClient } from './api-client'
import { test as base, expect, expectError, originOf } from './contract-test'
import { placedCall } from './placed-call'

type Recorded = z.output<typeof recordedSchema>

type Fixtures = {
  /** A call that is under way, and the secret of its agent's dialer. */
  call: { callId: string; sequenceId: string; secret: string }
  /** A dialer has no API key. */
  dialer: ApiClient
}

const test = base.extend<Fixtures>({
  call: async ({ tenant }, use) => use(await placedCall(tenant)),
  dialer: async ({ baseURL }, use) => use(new ApiClient(originOf(baseURL), null)),
})

const result = (changes: Record<string, unknown> = {}) =>
  JSON.stringify({ resultType: 'Voicemail', duration: 46, endedAt: new Date().toISOString(), ...changes })

function report<Body = Recorded>(
  dialer: ApiClient,
  callId: string,
  body: string,
  secret: string,
  { atMs = Date.now(), sent = body } = {},
): Promise<Answer<Body>> {
  const signature = signMessage({ id: 'msg_1', atMs, body, secrets: [secret] })
  const headers = { 'content-type': 'application/json', ...signature }
  return dialer.post<Body>(`/calls/${callId}/result`, { raw: sent, headers })
}

test('the first result counts, a later one is told as a duplicate', async ({ dialer, call, api }) => {
  const { callId, sequenceId, secret } = call
  const first = await report(dialer, callId, result({ summary: 'Left a message. 🙂', transcription: null }), secret)
  expect(first.status).toBe(200)
  expect(first.body).toEqual({ success: true })
  expect(first.headers.get('x-request-id')).toMatch(/\S/)
  expect(first.headers.has('ratelimit-limit')).toBe(false)
  const second = await report(dialer, callId, result({ resultType: 'Goal Completed' }), secret)
  expect(second.status).toBe(200)
  expect(second.body).toMatchObject({ duplicate: true })
  const sequence = await api.get<Sequence>(`/sequences/${sequenceId}`)
  expect(sequence.body.calls).toMatchObject([
    {
      callId,
      resultType: 'Voicemail',
      resultSource: 'dialer',
      result: { duration: 46, summary: 'Left a message. 🙂' },
    },
  ])
})

test('20 results at once: one counts', async ({ dialer, call }) => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => report(dialer, call.callId, result(), call.secret)),
  )
  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200))
  expect(answers.filter((answer) => answer.body.duplicate !== true)).toHaveLength(1)
})

test('an unknown call and a bad signature answer alike', async ({ dialer, call }) => {
  const { callId, secret } = call
  const good = result()
  const hour = 3_600_000
  const answers = [
    await report<ErrorAnswer>(dialer, 'call.01m84r5fxaeqb96td0q31jyzc5', good, secret),
    await report<ErrorAnswer>(dialer, 'x', good, secret),
    await report<ErrorAnswer>(dialer, call.sequenceId, good, secret),
    await report<ErrorAnswer>(dialer, callId, good, newSigningSecret()),
    await report<ErrorAnswer>(dialer, callId, good, secret, { sent: good.replace('46', '47') }),
    await report<ErrorAnswer>(dialer, callId, good, secret, { sent: `${good} ` }),
    await report<ErrorAnswer>(dialer, callId, good, secret, { atMs: Date.now() - hour }),
    await report<ErrorAnswer>(dialer, callId, good, secret, { atMs: Date.now() + hour }),
    await dialer.post(`/calls/${callId}/result`, { json: JSON.parse(good) }),
    await dialer.post(`/calls/${callId}/result`, { raw: 'no json', headers: { 'content-type': 'application/json' } }),
  ]
  for (const answer of answers) expectError(answer, 401, 'UNAUTHORIZED')
  expect(new Set(answers.map((answer) => answer.body.message)).size).toBe(1)
  expect((await report(dialer, callId, good, secret)).body).toEqual({ success: true })
})

test('an API key is no signature', async ({ api, call }) => {
  expectError(await api.post(`/calls/${call.callId}/result`, { json: JSON.parse(result()) }), 401, 'UNAUTHORIZED')
})

test('a result is not lost for what we do not know of it, and the meeting is handed on', async ({
  dialer,
  call,
  api,
  tenant,
}) => {
  const { callId, sequenceId, secret } = call
  await createEndpoint(tenant.actor, { url: 'https://hooks.example.com/' })
  const followUpMeetingDetails = {
    startTime: '2027-03-02T16:00:00Z',
    endTime: '2027-03-02T16:30:00Z',
    hostEmail: 'g@x.org',
  }
  const sent = {
    followUpMeetingDetails,
    crmSchedulingDetails: { owner: 'u-1' },
    sentiment: { score: 0.7 },
    summary: 42,
    outcomes: [{ name: 'interested' }, 'nonsense'],
    recording: 'x'.repeat(300_000),
  }
  const answer = await report(dialer, callId, result(sent), secret)
  expect(answer.status).toBe(200)
  expect(answer.body.notes?.map(({ path }) => path)).toEqual(['summary', 'outcomes.1', 'recording'])
  const sequence = await api.get<Sequence>(`/sequences/${sequenceId}`)
  const kept = { followUpMeetingDetails, crmSchedulingDetails: { owner: 'u-1' } }
  expect(sequence.body.calls[0]?.result).toMatchObject({
    ...kept,
    summary: null,
    additional: { sentiment: { score: 0.7 }, summary: 42, outcomes: ['nonsense'] },
    notes: answer.body.notes,
  })
  const delivery = () => db().webhookDelivery.findFirst({ where: { organizationId: tenant.organizationId } })
  await expect.poll(delivery).not.toBeNull()
  const { callResult } = JSON.parse((await delivery())?.payload ?? '')
  expect(callResult).toMatchObject({ ...kept, summary: null, outcomes: [{ name: 'interested', reasoning: null }] })
})

test('a signed body that makes no sense is refused, and the call goes on', async ({ dialer, call }) => {
  const { callId, secret } = call
  expectError(await report<ErrorAnswer>(dialer, callId, '{', secret), 400, 'INVALID_JSON')
  const faults = [
    '[]',
    '{}',
    result({ resultType: 'Great' }),
    result({ duration: -1 }),
    result({ endedAt: 'yesterday' }),
    result({ duration: '46' }),
    result({ endedAt: null }),
  ]
  for (const body of faults) {
    expectError(await report<ErrorAnswer>(dialer, callId, body, secret), 400, 'VALIDATION_ERROR')
  }
  const tooLarge = result({ transcription: 'x'.repeat(6 * 1024 * 1024) })
  expectError(await report<ErrorAnswer>(dialer, callId, tooLarge, secret), 413, 'PAYLOAD_TOO_LARGE')
  const broken = result({ transcription: 'a\u0000b\ud800', extractedVariables: { 'k\u0000': '\ud800' } })
  expect((await report(dialer, callId, broken, secret)).body).toEqual({ success: true })
})
