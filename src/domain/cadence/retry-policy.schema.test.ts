import { describe, expect, it } from 'vitest'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { attemptsMaxSchema, retryPolicySchema } from './retry-policy.schema'
import { RETRIED_TYPES, waitMs } from './retry-wait.rules'

const messagesOf = (policy: unknown) =>
  retryPolicySchema.safeParse(policy).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

it('reads a policy, in which another time of day is not the rule', () => {
  const policy = {
    Busy: { after: '10m', times: 2 },
    'No Answer': { after: '4h', times: 3, otherTimeOfDay: true },
    Voicemail: { after: '1d', times: 1 },
    Failed: { after: '15m', times: 1 },
  }
  expect(retryPolicySchema.parse(policy)).toEqual({
    Busy: { after: '10m', times: 2, otherTimeOfDay: false },
    'No Answer': { after: '4h', times: 3, otherTimeOfDay: true },
    Voicemail: { after: '1d', times: 1, otherTimeOfDay: false },
    Failed: { after: '15m', times: 1, otherTimeOfDay: false },
  })
  expect(retryPolicySchema.parse({})).toEqual({})
  expect(retryPolicySchema.parse(retryPolicySchema.parse(policy))).toEqual(retryPolicySchema.parse(policy))
})

it('knows every result but a conversation', () => {
  expect([...RETRIED_TYPES]).toEqual(RESULT_TYPES.filter((type) => !type.startsWith('Goal')))
})

describe('refuses', () => {
  it.each(['Goal Completed', 'Goal Not Completed', 'busy', 'Hung up'])('a policy for %s', (type) => {
    expect(messagesOf({ [type]: { after: '10m', times: 1 } })).toHaveLength(1)
  })

  it.each(['', '10', 'm', '0m', '-1h', '1.5h', '10 m', '10M', '1w', '91d', '129601m', '100000m', ' 10m'])(
    'the wait %j',
    (after) => {
      expect(messagesOf({ Busy: { after, times: 1 } })).toEqual([
        'Busy.after: Write the wait as 10m, 4h or 1d, up to 90d.',
      ])
    },
  )

  it.each([0, -1, 1.5, 51, '2'])('%j times', (times) => {
    expect(messagesOf({ Busy: { after: '10m', times } })).toHaveLength(1)
  })

  it('what it does not know', () => {
    expect(messagesOf({ Busy: { after: '10m', times: 1, sometimes: true } })).toHaveLength(1)
    expect(messagesOf({ Busy: { after: '10m', times: 1, otherTimeOfDay: 'yes' } })).toHaveLength(1)
  })
})

it.each([
  ['1m', 60_000],
  ['10m', 600_000],
  ['4h', 14_400_000],
  ['1d', 86_400_000],
  ['90d', 7_776_000_000],
  ['2160h', 7_776_000_000],
  ['2161h', null],
  ['90d1m', null],
])('%s is %s ms', (text, ms) => {
  expect(waitMs(text)).toBe(ms)
})

it.each([
  [1, true],
  [50, true],
  [0, false],
  [51, false],
  [2.5, false],
])('%d attempts at most: %s', (attempts, isRight) => {
  expect(attemptsMaxSchema.safeParse(attempts).success).toBe(isRight)
})
