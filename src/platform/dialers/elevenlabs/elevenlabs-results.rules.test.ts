import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ElevenlabsConversation, elevenlabsConversationSchema } from './elevenlabs.schema'
import {
  elevenlabsEnd,
  elevenlabsResult,
  isElevenlabsCallOver,
  judgeElevenlabsRefusal,
} from './elevenlabs-results.rules'

const atMs = Date.parse('2026-11-30T08:00:00Z')

function ended(changes: object = {}): ElevenlabsConversation {
  return elevenlabsConversationSchema.parse({ conversation_id: 'c-1', status: 'done', ...changes })
}

const spoken = [
  { role: 'agent', message: 'Hello.' },
  { role: 'user', message: 'Hello.' },
]
const failed = (metadata: object, changes: object = {}) =>
  elevenlabsEnd(ended({ status: 'failed', metadata, ...changes }))

describe('elevenlabsEnd', () => {
  it.each([
    ['busy', 'Busy'],
    ['no_answer', 'No Answer'],
    ['no-answer', 'No Answer'],
    ['voicemail', 'Voicemail'],
  ])('reads %s as "%s"', (call_result, resultType) => {
    expect(failed({ phone_call: { call_result } })).toEqual({ resultType, failure: null, endReason: call_result })
  })

  it.each(['answered', undefined])('judges a conversation (%s) by its analysis', (call_result) => {
    const end = (call_successful?: string) =>
      elevenlabsEnd(
        ended({
          transcript: spoken,
          metadata: { phone_call: { call_result } },
          ...(call_successful && { analysis: { call_successful } }),
        }),
      ).resultType
    expect(end('success')).toBe('Goal Completed')
    expect(end('failure')).toBe('Goal Not Completed')
    expect(end('unknown')).toBe('Goal Not Completed')
    expect(end()).toBe('Goal Not Completed')
  })

  it('knows a voicemail by the tool that has found it', () => {
    const metadata = {
      phone_call: { call_result: 'answered' },
      features_usage: { voicemail_detection: { used: true } },
    }
    expect(elevenlabsEnd(ended({ metadata, transcript: spoken })).resultType).toBe('Voicemail')
  })

  it.each([
    [{ phone_call: { call_result: 'failed' } }, 'again'],
    [{ phone_call: { call_result: 'unknown' } }, 'again'],
    [{ phone_call: { call_result: 'answered' }, error: { code: 1011, reason: 'LLM failed' } }, 'again'],
    [
      {
        phone_call: { call_result: 'failed' },
        error: { code: 1008, reason: 'This request exceeds your quota limit.' },
      },
      'account',
    ],
    [{ termination_reason: 'Payment required' }, 'account'],
    [{}, 'again'],
  ])('reads %o as a failure of the kind "%s"', (metadata, kind) => {
    expect(failed(metadata)).toMatchObject({ resultType: 'Failed', failure: { kind } })
  })

  it.each([
    ['Twilio: busy', 'Busy'],
    ['SIP 486', 'Busy'],
    ['SIP 603 declined', 'Busy'],
    ['no answer', 'No Answer'],
    ['SIP 480 temporarily unavailable', 'No Answer'],
    ['voicemail detected', 'Voicemail'],
  ])('reads "%s" where the result of dialing is not told', (reason, resultType) => {
    expect(failed({ error: { code: 1, reason } }).resultType).toBe(resultType)
  })

  it('judges what it does not know by whether the person has spoken', () => {
    expect(
      failed(
        { phone_call: { call_result: 'is_new' } },
        { transcript: spoken, analysis: { call_successful: 'success' } },
      ),
    ).toMatchObject({
      resultType: 'Goal Completed',
      endReason: 'is_new',
    })
    expect(failed({ phone_call: { call_result: 'is_new' } })).toMatchObject({
      failure: { kind: 'again', reason: 'ElevenLabs: is_new.' },
    })
    expect(failed({ phone_call: { call_result: 'constructor' } }).resultType).toBe('Failed')
  })
})

describe('isElevenlabsCallOver', () => {
  it.each([
    ['initiated', false],
    ['in-progress', false],
    ['processing', false],
    ['done', true],
    ['failed', true],
  ])('%s: %s', (status, isOver) => {
    expect(isElevenlabsCallOver(ended({ status }))).toBe(isOver)
  })
})

describe('elevenlabsResult', () => {
  it('hears an opt-out in the data collection', () => {
    const analysis = { data_collection_results: { do_not_call: { value: true }, odd: null, none: {} } }
    expect(elevenlabsResult(ended({ analysis }), null, atMs)).toMatchObject({
      analysis: { do_not_call: true },
      optOut: true,
    })
  })

  it('makes a result of whatever ElevenLabs says, in whole seconds and never after now', () => {
    const anything = fc.json().map((json) => JSON.parse(json))
    const metadata = fc.record({
      start_time_unix_secs: anything,
      call_duration_secs: anything,
      phone_call: anything,
      error: anything,
    })
    const analysis = fc.record({ data_collection_results: anything, evaluation_criteria_results: anything })
    const call = fc.record({
      status: fc.constantFrom('done', 'failed'),
      metadata: fc.oneof(anything, metadata),
      analysis: fc.oneof(anything, analysis),
      transcript: anything,
    })
    fc.assert(
      fc.property(call, (changes) => {
        const result = elevenlabsResult(ended(changes), changes, atMs)
        expect(Number.isInteger(result.duration) && result.duration >= 0).toBe(true)
        expect(result.endedAt.getTime()).toBeLessThanOrEqual(atMs)
        expect(result.resultType === 'Failed').toBe(result.failure !== null)
      }),
    )
  })
})

describe('judgeElevenlabsRefusal', () => {
  it.each([
    ['body.to_number: Invalid phone number', 'person'],
    ['agent_phone_number_id: field required', 'account'],
    ['quota_exceeded', 'account'],
    ['too_many_concurrent_requests', 'later'],
    ['system_busy', 'later'],
    ['anything else', null],
  ])('reads "%s" as %s', (text, kind) => {
    expect(judgeElevenlabsRefusal(text)).toBe(kind)
  })
})
