import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type VapiCall, vapiCallSchema } from './vapi.schema'
import {
  isVapiCallOver,
  isVapiSuccess,
  judgeVapiRefusal,
  VAPI_ANALYSIS_WAIT_MS,
  vapiEnd,
  vapiResult,
} from './vapi-results.rules'

const atMs = Date.parse('2026-11-30T08:00:00Z')

function ended(changes: object = {}): VapiCall {
  return vapiCallSchema.parse({ id: 'c-1', status: 'ended', endedAt: new Date(atMs - 1_000).toISOString(), ...changes })
}

/** All reasons of the SDK's type. */
const sdk = createRequire(import.meta.url).resolve('@vapi-ai/server-sdk')
const reasons = readFileSync(sdk.replace(/index\.js$/, 'api/types/CallEndedReason.d.ts'), 'utf8').matchAll(
  /: "([^"]+)"/g,
)
const REASONS = [...reasons].map(([, reason]) => reason ?? '')

describe('vapiEnd', () => {
  it.each([
    ['customer-busy', 'Busy'],
    ['customer-did-not-answer', 'No Answer'],
    ['call.in-progress.error-providerfault-outbound-sip-408-request-timeout', 'No Answer'],
    ['call.in-progress.error-providerfault-outbound-sip-480-temporarily-unavailable', 'No Answer'],
    ['voicemail', 'Voicemail'],
  ])('reads %s as "%s"', (endedReason, resultType) => {
    expect(REASONS).toContain(endedReason)
    expect(vapiEnd(ended({ endedReason }))).toEqual({ resultType, failure: null, endReason: endedReason })
  })

  it.each([
    'assistant-ended-call',
    'assistant-ended-call-after-message-spoken',
    'assistant-ended-call-with-hangup-task',
    'assistant-said-end-call-phrase',
    'assistant-forwarded-call',
    'customer-ended-call',
    'customer-ended-call-during-transfer',
    'silence-timed-out',
    'exceeded-max-duration',
    'manually-canceled',
    'call.in-progress.sip-completed-call',
    'call.in-progress.twilio-completed-call',
    'call.in-progress.error-transfer-failed',
    'call.in-progress.error-warm-transfer-max-duration',
    'call.forwarding.operator-busy',
    'call.ending.hook-executed-say',
    'vonage-completed',
    'vonage-disconnected',
  ])('judges a conversation that ended by %s by its evaluation', (endedReason) => {
    expect(REASONS).toContain(endedReason)
    const end = (successEvaluation?: unknown) =>
      vapiEnd(ended({ endedReason, analysis: { successEvaluation } })).resultType
    expect(end('true')).toBe('Goal Completed')
    expect(end('false')).toBe('Goal Not Completed')
    expect(end()).toBe('Goal Not Completed')
  })

  it.each([
    ['call.start.error-subscription-concurrency-limit-reached', 'again'],
    ['call.start.error-vapifault-get-org', 'again'],
    ['call.start.error-vapifault-database-error', 'again'],
    ['call.in-progress.error-vapifault-openai-401-unauthorized', 'again'],
    ['worker-shutdown', 'again'],
    ['twilio-failed-to-connect-call', 'again'],
    ['call.in-progress.error-sip-outbound-call-failed-to-connect', 'again'],
    ['call.in-progress.error-providerfault-outbound-sip-503-service-unavailable', 'again'],
    ['call.in-progress.error-providerfault-openai-500-server-error', 'again'],
    ['call.start.error-subscription-insufficient-credits', 'account'],
    ['call.start.error-subscription-frozen', 'account'],
    ['call.start.error-vapi-number-outbound-daily-limit', 'account'],
    ['call.start.error-subscription-wallet-does-not-exist', 'account'],
    ['call.start.error-fraud-check-failed', 'account'],
    ['call.start.error-get-resources-validation', 'account'],
    ['call.in-progress.error-providerfault-outbound-sip-403-forbidden', 'account'],
    ['call.in-progress.error-providerfault-outbound-sip-407-proxy-authentication-required', 'account'],
    ['assistant-not-found', 'account'],
    ['assistant-not-valid', 'account'],
    ['twilio-reported-customer-misdialed', 'for good'],
    ['call.start.error-vapi-number-international', 'for good'],
  ])('reads %s as a failure of the kind "%s"', (endedReason, kind) => {
    expect(REASONS).toContain(endedReason)
    expect(vapiEnd(ended({ endedReason, endedMessage: 'Why.' }))).toMatchObject({
      resultType: 'Failed',
      failure: { kind, reason: `Vapi: ${endedReason}: Why.` },
      endReason: endedReason,
    })
  })

  it('makes a result of each reason that the SDK knows', () => {
    expect(REASONS.length).toBeGreaterThan(500)
    for (const endedReason of REASONS) {
      const { resultType, failure } = vapiEnd(ended({ endedReason }))
      expect(resultType === 'Failed', endedReason).toBe(failure !== null)
    }
  })

  it('judges a reason that it does not know by whether anybody has spoken', () => {
    const end = (changes: object) => vapiEnd(ended({ endedReason: 'is-new', ...changes }))
    expect(end({ artifact: { transcript: 'AI: Hello.' }, analysis: { successEvaluation: 'true' } })).toMatchObject({
      resultType: 'Goal Completed',
    })
    expect(end({})).toMatchObject({ resultType: 'Failed', failure: { kind: 'again', reason: 'Vapi: is-new.' } })
    expect(end({ endedReason: undefined })).toMatchObject({ failure: { reason: 'Vapi: ended.' }, endReason: null })
  })
})

describe('isVapiSuccess', () => {
  it.each([
    'true',
    true,
    'TRUE ',
    'pass',
    'yes',
    'Excellent',
    'Good',
    'Strongly Agree',
    'Agree',
    '7',
    '10',
    8,
    '70%',
    '85',
  ])('%s is a success', (evaluation) => {
    expect(isVapiSuccess(evaluation)).toBe(true)
  })
  it.each([
    'false',
    false,
    null,
    undefined,
    '',
    'Fair',
    'Poor',
    'Neutral',
    'Disagree',
    '6',
    '69%',
    '9%',
    '42',
    {},
    'not true',
  ])('%s is none', (evaluation) => {
    expect(isVapiSuccess(evaluation)).toBe(false)
  })
})

describe('isVapiCallOver', () => {
  const conversation = { endedReason: 'customer-ended-call' }
  it.each([
    [{ status: 'queued' }, false],
    [{ status: 'ringing' }, false],
    [{ status: 'in-progress' }, false],
    [{ status: 'forwarding' }, false],
    [{ endedReason: 'customer-busy' }, true],
    [conversation, false],
    [{ ...conversation, analysis: {} }, false],
    [{ ...conversation, analysis: { summary: 'x' } }, true],
    [{ ...conversation, endedAt: new Date(atMs - VAPI_ANALYSIS_WAIT_MS).toISOString() }, true],
    [{ ...conversation, endedAt: 'soon' }, true],
  ])('%o: %s', (changes, isOver) => {
    expect(isVapiCallOver(ended(changes), atMs)).toBe(isOver)
  })
})

describe('vapiResult', () => {
  it('hears an opt-out in a structured output', () => {
    const structuredOutputs = { 'so-1': { name: 'Do not call', result: true }, 'so-2': null, 'so-3': { name: 1 } }
    expect(vapiResult(ended({ artifact: { structuredOutputs } }), null, atMs)).toMatchObject({
      analysis: { 'Do not call': true },
      optOut: true,
    })
  })

  it('makes a result of whatever Vapi says, in whole seconds and never after now', () => {
    const anything = fc.oneof(
      fc.json().map((json) => JSON.parse(json)),
      fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
    )
    const names = ['endedReason', 'endedAt', 'startedAt', 'analysis', 'artifact', 'transcript', 'customer']
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map((name) => [name, anything]))), (changes) => {
        const result = vapiResult(ended(changes), changes, atMs)
        expect(Number.isInteger(result.duration) && result.duration >= 0).toBe(true)
        expect(result.endedAt.getTime()).toBeLessThanOrEqual(atMs)
        expect(result.resultType === 'Failed').toBe(result.failure !== null)
      }),
    )
  })
})

describe('judgeVapiRefusal', () => {
  it.each([
    [400, 'customer.number must be a valid phone number in the E.164 format.', 'person'],
    [400, 'International calls are not possible with this number.', 'person'],
    [400, 'Over Concurrency Limit.', 'later'],
    [400, 'Wallet balance is too low for customer.number.', null],
    [400, "Couldn't Get Assistant. assistantId x Does Not Exist.", null],
    [401, 'customer.number', null],
    [500, 'customer.number', null],
  ])('reads %i "%s" as %s', (status, text, kind) => {
    expect(judgeVapiRefusal(status, text)).toBe(kind)
  })
})
