import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '@/domain/webhooks/retry-schedule.rules'
import { describeAnswer, nextAttemptAt, readPayload } from './read-delivery'

const deliveryId = '01a20983-3d22-7c1f-8b74-5ca01e9d8f32'
const attempt = { number: 1, startedAt: '2027-03-01T16:00:00.000Z', durationMs: 1_500, httpStatus: 500, error: 'Oops' }

describe('nextAttemptAt', () => {
  it('is the schedule’s delay after the end of the last attempt', () => {
    const endedMs = Date.parse('2027-03-01T16:00:01.500Z')
    for (const number of [1, 2]) {
      const next = nextAttemptAt({ deliveryId, status: 'pending', attempts: [{ ...attempt, number }] })
      expect(Date.parse(next ?? '') - endedMs).toBe(retryDelayMs(deliveryId, number))
    }
  })

  it('is nothing when none follows', () => {
    expect(nextAttemptAt({ deliveryId, status: 'pending', attempts: [] })).toBeNull()
    expect(nextAttemptAt({ deliveryId, status: 'failed', attempts: [attempt] })).toBeNull()
    expect(nextAttemptAt({ deliveryId, status: 'pending', attempts: [{ ...attempt, number: 8 }] })).toBeNull()
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
