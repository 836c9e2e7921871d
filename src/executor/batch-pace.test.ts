import { expect, test } from 'vitest'
import { BatchPace } from './batch-pace'

test('the first batch of a key starts at once, the next ones an interval apart', () => {
  const pace = new BatchPace()
  expect(pace.plan('x', 250, 1_000)).toBe(10)
  expect(pace.plan('x', 250, 1_020)).toBe(240)
  expect(pace.plan('x', 250, 1_270)).toBe(240)
  expect(pace.plan('y', 250, 1_270)).toBe(10)
  expect(pace.plan('x', 250, 9_000)).toBe(10)
})

test('no batch waits longer than an interval, however many were planned before it', () => {
  const pace = new BatchPace()
  for (let batch = 0; batch < 600; batch++) expect(pace.plan('x', 250, 1_000)).toBeLessThanOrEqual(250)
  expect(pace.plan('x', 250, 1_001)).toBe(250)
  expect(pace.plan('x', 250, 6_000)).toBe(10)
  // The clock was set back.
  expect(pace.plan('x', 250, 0)).toBe(250)
})

test('without an interval every batch starts at once', () => {
  const pace = new BatchPace()
  expect([1_000, 1_001, 1_050].map((nowMs) => pace.plan('x', 0, nowMs))).toEqual([10, 10, 10])
})

test('it forgets keys that have nothing planned', () => {
  const pace = new BatchPace()
  for (let key = 0; key < 30_000; key++) pace.plan(`key-${key}`, 250, key)
  pace.plan('busy', 60_000, 30_000)
  for (let key = 0; key < 30_000; key++) pace.plan(`key-${key}`, 250, 30_000 + key)
  expect(pace.plan('busy', 60_000, 60_000)).toBe(30_010)
})
