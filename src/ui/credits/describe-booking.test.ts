import { expect, it } from 'vitest'
import { describeBooking, signedAmount } from './describe-booking'

it.each([
  [{ kind: 'allocation' as const, amount: 1_000 }, 'Allocation', '+1,000'],
  [{ kind: 'allocation' as const, amount: -5 }, 'Allocation lowered', '−5'],
  [{ kind: 'reservation' as const, amount: 40 }, 'Reserved on acceptance', '−40'],
  [{ kind: 'spend' as const, amount: 1 }, 'Spent at the first call', '1'],
  [{ kind: 'release' as const, amount: 1 }, 'Released, never called', '+1'],
])('%j is told as %s, %s', (entry, words, amount) => {
  expect(describeBooking(entry)).toBe(words)
  expect(signedAmount(entry)).toBe(amount)
})
