import { describe, expect, it } from 'vitest'
import { describeAnswer, nextAttemptAt, readPayload } from './read-delivery'

const attempt = { number: 1, startedAt: '2027-03-01T16:00:00.000Z', durationMs: 1_500, httpStatus: 500, error: 'Oops' }

describe('nextAttemptAt', () => {
  it('is the schedule’s delay after the end of the last attempt', () => {
    expect(nextAttemptAt({ status: 'pending', attempts: [attempt] })).toBe('2027-03-01T16:00:06.500Z')
    expect(nextAttemptAt({ status: 'pending', attempts: [attempt, { ...attempt, number: 2 }] })).toBe(
      '2027-03-01T16:05:01.500Z',
    )
  })

  it('is nothing when none follows', () => {
    expect(nextAttemptAt({ status: 'pending', attempts: [] })).toBeNull()
    expect(nextAttemptAt({ status: 'failed', attempts: [attempt] })).toBeNull()
    expect(nextAttemptAt({ status: 'pending', attempts: [{ ...attempt, number: 8 }] })).toBeNull()
  })
})

describe('describeAnswer', () => {
  it.each([
    [{ ...attempt }, 'HTTP 500: Oops'],
    [{ ...attempt, httpStatus: 204, error: null }, 'HTTP 204'],
    [{ ...attempt, httpStatus: null, error: 'No complete answer within 15 s.' }, 'No complete answer within 15 s.'],
    [{ ...attempt, httpStatus: null, error: null }, 'No answer'],
  ])('%j', (given, words) => {
    expect(describeAnswer(given)).toBe(words)
  })
})

describe('readPayload', () => {
  it('is indented for reading', () => {
    expect(readPayload('{"name":"John","sequence":{"sequenceId":"call-sequence.1"}}')).toEqual({
      text: '{\n  "name": "John",\n  "sequence": {\n    "sequenceId": "call-sequence.1"\n  }\n}',
      name: 'John',
      sequenceId: 'call-sequence.1',
    })
    expect(readPayload('{}')).toMatchObject({ name: null, sequenceId: null })
  })
})
