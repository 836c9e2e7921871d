import { expect, it } from 'vitest'
import { describeRetry } from './describe-retry'

it('says nothing without a policy', () => {
  expect(describeRetry(undefined)).toEqual([])
  expect(describeRetry({})).toEqual([])
})

it('leaves out what is half written', () => {
  expect(describeRetry({ Busy: { after: 'soonm', times: 1, otherTimeOfDay: false } })).toEqual([])
  expect(describeRetry({ Busy: { after: '5m', times: Number.NaN, otherTimeOfDay: false } })).toEqual([])
})

it('says when each result is called again, how often, and whether at another time', () => {
  expect(
    describeRetry({
      Busy: { after: '10m', times: 2, otherTimeOfDay: false },
      'No Answer': { after: '1h', times: 3, otherTimeOfDay: true },
      Failed: { after: '1d', times: 1, otherTimeOfDay: false },
    }),
  ).toEqual([
    'Busy: again after 10 minutes, twice',
    'No answer: again after 1 hour, 3 times, on later days at another time',
    'Failed: again after 1 day, once',
  ])
})
