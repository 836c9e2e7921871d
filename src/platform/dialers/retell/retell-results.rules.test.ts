import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type RetellCall, retellCallSchema } from './retell.schema'
import {
  isRetellCallOver,
  judgeRetellRefusal,
  RETELL_ANALYSIS_WAIT_MS,
  retellEnd,
  retellResult,
} from './retell-results.rules'

const atMs = Date.parse('2026-11-30T08:00:00Z')

function ended(changes: object = {}): RetellCall {
  return retellCallSchema.parse({ call_id: 'c-1', call_status: 'ended', end_timestamp: atMs - 1_000, ...changes })
}

describe('retellEnd', () => {
  it.each([
    ['dial_busy', 'Busy'],
    ['user_declined', 'Busy'],
    ['dial_no_answer', 'No Answer'],
    ['voicemail_reached', 'Voicemail'],
  ])('reads %s as "%s"', (reason, resultType) => {
    expect(retellEnd(ended({ call_status: 'not_connected', disconnection_reason: reason }))).toEqual({
      resultType,
      failure: null,
      endReason: reason,
    })
  })

  it.each([
    'user_hangup',
    'agent_hangup',
    'call_transfer',
    'transfer_bridged',
    'transfer_cancelled',
    'call_take_over',
    'manual_stopped',
    'inactivity',
    'max_duration_reached',
    'ivr_reached',
  ])('judges a conversation that ended by %s by its analysis', (reason) => {
    const end = (call_analysis: object | undefined) =>
      retellEnd(ended({ disconnection_reason: reason, call_analysis })).resultType
    expect(end({ call_successful: true })).toBe('Goal Completed')
    expect(end({ call_successful: false })).toBe('Goal Not Completed')
    expect(end({})).toBe('Goal Not Completed')
    expect(end(undefined)).toBe('Goal Not Completed')
    expect(end({ call_successful: true, in_voicemail: true })).toBe('Voicemail')
  })

  it.each([
    ['concurrency_limit_reached', 'again'],
    ['no_concurrency_fallback', 'again'],
    ['telephony_provider_unavailable', 'again'],
    ['sip_routing_error', 'again'],
    ['registered_call_timeout', 'again'],
    ['dial_failed', 'again'],
    ['error_llm_websocket_open', 'again'],
    ['error_no_audio_received', 'again'],
    ['error_asr', 'again'],
    ['error_retell', 'again'],
    ['error_that_is_new', 'again'],
    ['no_valid_payment', 'account'],
    ['telephony_provider_permission_denied', 'account'],
    ['marked_as_spam', 'account'],
    ['scam_detected', 'account'],
    ['invalid_destination', 'for good'],
  ])('reads %s as a failure of the kind "%s"', (reason, kind) => {
    const end = retellEnd(ended({ call_status: 'error', disconnection_reason: reason }))
    expect(end).toMatchObject({ resultType: 'Failed', failure: { kind }, endReason: reason })
    expect(end.failure?.reason).not.toBe('')
  })

  it('judges a reason that it does not know by whether anybody has spoken', () => {
    const end = (changes: object) => retellEnd(ended({ disconnection_reason: 'is_new', ...changes }))
    expect(end({ transcript: 'Agent: Hello.', call_analysis: { call_successful: true } })).toMatchObject({
      resultType: 'Goal Completed',
      endReason: 'is_new',
    })
    expect(end({})).toMatchObject({ resultType: 'Failed', failure: { kind: 'again', reason: 'Retell: is_new.' } })
    expect(end({ call_status: 'not_connected', transcript: 'x' })).toMatchObject({ failure: { kind: 'again' } })
    expect(end({ disconnection_reason: undefined })).toMatchObject({
      failure: { reason: 'Retell: the call has the status “ended”.' },
      endReason: null,
    })
    for (const reason of ['constructor', '__proto__', 'toString']) {
      expect(retellEnd(ended({ disconnection_reason: reason })).failure?.kind).toBe('again')
    }
  })
})

describe('isRetellCallOver', () => {
  it.each([
    ['registered', {}, false],
    ['ongoing', {}, false],
    ['not_connected', {}, true],
    ['error', {}, true],
    ['ended', {}, false],
    ['ended', { call_analysis: {} }, true],
    ['ended', { end_timestamp: atMs - RETELL_ANALYSIS_WAIT_MS }, true],
    ['ended', { end_timestamp: null }, true],
    ['a new status', {}, true],
  ])('%s with %o: %s', (call_status, changes, isOver) => {
    expect(isRetellCallOver(ended({ call_status, ...changes }), atMs)).toBe(isOver)
  })
})

describe('retellResult', () => {
  it('puts the fixed fields of the analysis last, and hears an opt-out', () => {
    const call = ended({
      collected_dynamic_variables: { city: 'Rome', plan: 'A' },
      call_analysis: { call_successful: false, custom_analysis_data: { plan: 'B', do_not_call: 'yes' } },
    })
    expect(retellResult(call, { raw: 1 }, atMs)).toMatchObject({
      analysis: { city: 'Rome', plan: 'B', do_not_call: 'yes', call_successful: false },
      optOut: true,
      raw: { raw: 1 },
      summary: null,
      transcription: null,
      recordingUrl: null,
    })
  })

  it.each([
    [{ end_timestamp: atMs - 5_000 }, atMs - 5_000],
    [{ end_timestamp: null, start_timestamp: atMs - 60_000, duration_ms: 20_000 }, atMs - 40_000],
    [{ end_timestamp: null }, atMs],
    // Retell's clock is ahead of ours.
    [{ end_timestamp: atMs + 5_000 }, atMs],
  ])('reads the end from %o', (changes, endedAtMs) => {
    expect(retellResult(ended(changes), null, atMs).endedAt.getTime()).toBe(endedAtMs)
  })

  it('makes a result of whatever Retell says, in whole seconds and never after now', () => {
    const anything = fc.oneof(
      fc.json().map((json) => JSON.parse(json)),
      fc.constant(undefined),
    )
    const names = [
      'disconnection_reason',
      'end_timestamp',
      'start_timestamp',
      'duration_ms',
      'transcript',
      'call_analysis',
    ]
    fc.assert(
      fc.property(fc.record(Object.fromEntries(names.map((name) => [name, anything]))), (changes) => {
        const result = retellResult(ended(changes), changes, atMs)
        expect(Number.isInteger(result.duration) && result.duration >= 0).toBe(true)
        expect(result.endedAt.getTime()).toBeLessThanOrEqual(atMs)
        expect(result.resultType === 'Failed').toBe(result.failure !== null)
      }),
    )
  })
})

describe('judgeRetellRefusal', () => {
  it.each([
    [400, 'Invalid value for to_number', 'person'],
    [400, 'Destination country is not supported.', 'person'],
    [422, 'The destination number is blocked.', 'person'],
    [400, 'Concurrency limit reached.', 'later'],
    [400, 'from_number is not owned, destination ignored', null],
    [422, 'Cannot find requested asset under given api key.', null],
    [401, 'to_number', null],
    [500, 'to_number', null],
  ])('reads %i "%s" as %s', (status, text, kind) => {
    expect(judgeRetellRefusal(status, text)).toBe(kind)
  })
})
