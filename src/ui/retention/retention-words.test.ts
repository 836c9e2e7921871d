import { expect, it } from 'vitest'
import { retentionChoices, retentionTime, soonerDeliveries } from './retention-words'

it.each([
  [7, '7 days'],
  [1, '1 day'],
  [90, '90 days'],
  [365, '1 year'],
  [730, '2 years'],
  [1_000, '1,000 days'],
  [null, 'For good'],
])('%s days are %s', (days, written) => expect(retentionTime(days)).toBe(written))

it('a time that is not usual can be kept, in its place', () => {
  const labels = retentionChoices(45).map(({ label }) => label)
  expect(labels.slice(0, 4)).toEqual(['7 days', '30 days', '45 days', '90 days'])
  expect(retentionChoices(90)).toEqual(retentionChoices(null))
  expect(retentionChoices(null).at(-1)).toEqual({ value: 'null', label: 'For good' })
})

it.each([
  [30, 90, 'They go after 30 days already, with the transcripts that they repeat.'],
  [30, null, 'They go after 30 days already, with the transcripts that they repeat.'],
  [90, 30, null],
  [null, 30, null],
  [null, null, null],
])('transcripts of %s days and deliveries of %s: %s', (transcripts, deliveries, said) => {
  expect(soonerDeliveries({ transcripts, deliveries, rejectedRows: null, decisions: null })).toBe(said)
})
