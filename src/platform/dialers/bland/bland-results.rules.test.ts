import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { blandCallSchema } from './bland.schema'
import {
  blandAnalysis,
  blandEnd,
  blandFailure,
  blandSeconds,
  isBlandCallOver,
  isBlandNumberTrouble,
  isBlandOptOut,
} from './bland-results.rules'

const call = (fields: Record<string, unknown>) => blandCallSchema.parse({ call_id: 'b-1', ...fields })
const talk = { completed: true, status: 'completed', answered_by: 'human', call_length: 0.75 }

describe('blandEnd', () => {
  it.each([
    ['busy', { status: 'busy' }, 'Busy', null],
    ['no answer, by the status', { status: 'no-answer' }, 'No Answer', null],
    ['no answer, by who answered', { ...talk, answered_by: 'no-answer' }, 'No Answer', null],
    ['voicemail', { ...talk, answered_by: 'voicemail' }, 'Voicemail', null],
    ['a talk', talk, 'Goal Not Completed', null],
    ['a talk with the goal in the analysis', { ...talk, analysis: { call_successful: true } }, 'Goal Completed', null],
    ['a talk with the goal in a variable', { ...talk, variables: { call_successful: 'yes' } }, 'Goal Completed', null],
    ['an analysis that says no', { ...talk, analysis: { call_successful: 'no' } }, 'Goal Not Completed', null],
    [
      'the analysis against a variable',
      { ...talk, analysis: { call_successful: false }, variables: { call_successful: true } },
      'Goal Not Completed',
      null,
    ],
    ['somebody whom Bland did not recognize', { ...talk, answered_by: 'unknown' }, 'Goal Not Completed', null],
    [
      'somebody whom Bland did not recognize, without a length',
      { status: 'completed', answered_by: 'unknown', transcripts: [{ user: 'user', text: 'Hello?' }] },
      'Goal Not Completed',
      null,
    ],
    [
      'nobody and nothing',
      { status: 'completed', completed: true, answered_by: null, call_length: 0 },
      'No Answer',
      null,
    ],
    ['a failure', { status: 'failed' }, 'Failed', 'again'],
    ['a failure of the queue', { queue_status: 'queue_error' }, 'Failed', 'again'],
    ['canceled', { status: 'canceled' }, 'Failed', 'again'],
    ['an invalid number', { status: 'failed', error_message: 'Invalid phone number' }, 'Failed', 'for good'],
    ['no balance', { status: 'failed', error_message: 'Insufficient balance' }, 'Failed', 'account'],
  ])('%s', (_, fields, resultType, failure) => {
    const end = blandEnd(call(fields))
    expect(end.resultType).toBe(resultType)
    expect(end.failure?.kind ?? null).toBe(failure)
  })

  it('has a reason for every failure and none for other ends, whatever Bland writes', () => {
    const words = fc.option(
      fc.oneof(fc.string(), fc.constantFrom('completed', 'failed', 'busy', 'human', 'call_error')),
    )
    fc.assert(
      fc.property(
        fc.record({ status: words, answered_by: words, queue_status: words, error_message: words }),
        (fields) => {
          const end = blandEnd(call(fields))
          expect(end.failure !== null).toBe(end.resultType === 'Failed')
          if (end.failure) expect(end.failure.reason).not.toBe('')
        },
      ),
    )
  })
})

describe('isBlandCallOver', () => {
  it.each([
    [{ completed: false, queue_status: 'started' }, false],
    [{ queue_status: 'new' }, false],
    [{}, false],
    [{ completed: true }, true],
    [{ completed: false, status: 'no-answer' }, true],
    [{ queue_status: 'complete' }, true],
    [{ queue_status: 'complete_error' }, true],
    [{ queue_status: 'pre_queue_error' }, true],
  ])('%j: %s', (fields, over) => {
    expect(isBlandCallOver(call(fields))).toBe(over)
  })
})

it('counts in seconds, by the corrected duration before the minutes', () => {
  expect(blandSeconds(call({ call_length: 0.75 }))).toBe(45)
  expect(blandSeconds(call({ call_length: 0.75, corrected_duration: '47' }))).toBe(47)
  expect(blandSeconds(call({}))).toBe(0)
})

it('keeps what was extracted and leaves out what Bland adds by itself', () => {
  expect(
    blandAnalysis(
      call({
        variables: { now: 'Sun', to: '+1', plan: 'gold', budget: 100 },
        analysis: { budget: 200 },
        disposition_tag: 'WON',
      }),
    ),
  ).toEqual({ plan: 'gold', budget: 200, disposition_tag: 'WON' })
})

it('recognizes who asked not to be called', () => {
  expect(isBlandOptOut(call({ disposition_tag: 'Do not call' }))).toBe(true)
  expect(isBlandOptOut(call({ variables: { opt_out: 'yes' } }))).toBe(true)
  expect(isBlandOptOut(call({ variables: { opt_out: 'no' }, disposition_tag: 'WON' }))).toBe(false)
})

it('tells trouble with a person’s number from trouble with ours', () => {
  expect(isBlandNumberTrouble('The phone number is not valid')).toBe(true)
  expect(isBlandNumberTrouble('Invalid `from` number')).toBe(false)
  expect(isBlandNumberTrouble('Invalid pathway')).toBe(false)
  expect(blandFailure('')).toMatchObject({ kind: 'again' })
})
