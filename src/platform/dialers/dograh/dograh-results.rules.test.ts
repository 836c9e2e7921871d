import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dograhRunSchema } from './dograh.schema'
import {
  DOGRAH_WORD_WAIT_MS,
  dograhAnalysis,
  dograhEnd,
  dograhSeconds,
  dograhStartMs,
  dograhTranscript,
  isDograhOptOut,
  isDograhRunOver,
} from './dograh-results.rules'

const run = (context: Record<string, unknown> | null, fields: Record<string, unknown> = {}) =>
  dograhRunSchema.parse({ id: 1, is_completed: true, gathered_context: context, ...fields })

describe('dograhEnd', () => {
  it.each([
    [{ call_disposition: 'busy' }, 'Busy', null],
    [{ call_disposition: 'no-answer' }, 'No Answer', null],
    [{ call_disposition: 'voicemail_detected' }, 'Voicemail', null],
    [{ call_disposition: 'user_hangup' }, 'Goal Not Completed', null],
    [{ call_disposition: 'user_hangup', call_successful: true }, 'Goal Completed', null],
    [{ call_disposition: 'end_call', extracted_variables: { call_successful: 'Yes' } }, 'Goal Completed', null],
    [{ call_disposition: 'call_transferred' }, 'Goal Not Completed', null],
    [{ call_disposition: 'call_duration_exceeded' }, 'Goal Not Completed', null],
    [{ call_disposition: 'user_idle_max_duration_exceeded' }, 'Goal Not Completed', null],
    [{ call_disposition: 'user_qualified' }, 'Goal Completed', null],
    [{ call_disposition: 'a word of the customer' }, 'Goal Not Completed', null],
    [{ call_disposition: 'failed' }, 'Failed', 'again'],
    [{ call_disposition: 'canceled' }, 'Failed', 'again'],
    [{ call_disposition: 'pipeline_error' }, 'Failed', 'again'],
    [{ call_disposition: 'error', error: 'Quota exceeded' }, 'Failed', 'account'],
    [{ call_disposition: 'error', error: "Failed: 21211 Invalid 'To' Phone Number" }, 'Failed', 'for good'],
    [{ call_disposition: 'error', error: 'Failed to initiate call: timed out' }, 'Failed', 'again'],
    [{}, 'Failed', 'again'],
    [null, 'Failed', 'again'],
  ])('%j: %s', (context, resultType, failure) => {
    const end = dograhEnd(run(context))
    expect(end.resultType).toBe(resultType)
    expect(end.failure?.kind ?? null).toBe(failure)
  })

  it('has a reason for every failure and none for other ends, whatever Dograh writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('call_disposition', 'error', 'x'), fc.jsonValue()), (context) => {
        const end = dograhEnd(run(context))
        expect(end.failure !== null).toBe(end.resultType === 'Failed')
        if (end.failure) expect(end.failure.reason).not.toBe('')
      }),
    )
  })
})

it('waits for the word of a run that the telephony has ended before the workflow', () => {
  const made = Date.parse('2026-11-02T10:00:00Z')
  const fields = { created_at: '2026-11-02T10:00:00Z', usage_info: { call_duration_seconds: 60 } }
  expect(isDograhRunOver(run({}, fields), made + 60_000 + DOGRAH_WORD_WAIT_MS - 1)).toBe(false)
  expect(isDograhRunOver(run({}, fields), made + 60_000 + DOGRAH_WORD_WAIT_MS)).toBe(true)
  expect(isDograhRunOver(run({ call_disposition: 'busy' }, fields), made)).toBe(true)
  expect(isDograhRunOver(run({ call_disposition: 'busy' }, { ...fields, is_completed: false }), made)).toBe(false)
})

it('reads times with and without their zone as UTC', () => {
  const made = Date.parse('2026-11-02T10:00:00Z')
  expect(dograhStartMs({ created_at: '2026-11-02T10:00:00Z' }, 0)).toBe(made)
  expect(dograhStartMs({ created_at: '2026-11-02T10:00:00.000000' }, 0)).toBe(made)
  expect(dograhStartMs({ created_at: '2026-11-02T15:30:00+05:30' }, 0)).toBe(made)
  expect(dograhStartMs({ created_at: 'yesterday' }, 1)).toBe(1)
  expect(dograhStartMs({ created_at: null }, 2)).toBe(2)
})

it('counts in whole seconds, from wherever they are', () => {
  expect(dograhSeconds(run({}, { usage_info: { call_duration_seconds: 41.6 } }))).toBe(42)
  expect(dograhSeconds(run({}, { cost_info: { call_duration_seconds: 30 } }))).toBe(30)
  expect(dograhSeconds(run({}, { usage_info: { call_duration_seconds: 'x' } }))).toBe(0)
  expect(dograhSeconds(run({}, { usage_info: null }))).toBe(0)
})

it('takes what was gathered and leaves out what Dograh adds for itself', () => {
  expect(dograhAnalysis(run({ provider: 'twilio', plan: 'gold', extracted_variables: { budget: 5 } }))).toEqual({
    plan: 'gold',
    budget: 5,
  })
})

it('recognizes who asked not to be called', () => {
  expect(isDograhOptOut(run({ mapped_call_disposition: 'DNC' }))).toBe(true)
  expect(isDograhOptOut(run({ extracted_variables: { do_not_call: true } }))).toBe(true)
  expect(isDograhOptOut(run({ call_disposition: 'user_hangup' }))).toBe(false)
})

it('reads what was said from the log', () => {
  const events = [
    { type: 'rtf-bot-text', payload: { text: 'Hello.' } },
    { type: 'rtf-user-transcription', payload: { text: 'Who', final: false } },
    { type: 'rtf-user-transcription', payload: { text: 'Who is it?', final: true } },
    { type: 'rtf-node-transition', payload: { node_name: 'x' } },
    null,
  ]
  expect(dograhTranscript(run({}, { logs: { realtime_feedback_events: events } }))).toBe(
    'assistant: Hello.\nuser: Who is it?',
  )
  expect(dograhTranscript(run({}, { logs: {} }))).toBeNull()
})
