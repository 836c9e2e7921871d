import { describe, expect, it } from 'vitest'
import { batchStatusOf } from './batch-status.rules'

describe('batchStatusOf', () => {
  const pausedAt = new Date(0)

  it.each(['accepted', 'active', 'finished', 'failed', 'cancelled'])('shows %s as it is', (stored) => {
    expect(batchStatusOf(stored, null)).toBe(stored)
  })

  it.each([
    ['accepted', 'paused'],
    ['active', 'paused'],
    ['finished', 'finished'],
    ['failed', 'failed'],
    ['cancelled', 'cancelled'],
  ])('shows %s with a pause as %s', (stored, shown) => {
    expect(batchStatusOf(stored, pausedAt)).toBe(shown)
  })
})
