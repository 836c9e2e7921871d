import { describe, expect, it } from 'vitest'
import { simulatedResult } from './simulated-result'

const outcomes = [
  { name: 'interested', successful: true },
  { name: 'booked', successful: true },
  { name: 'not_interested', successful: false },
]

describe('simulatedResult', () => {
  it.each([
    ['0001', 'Goal Completed', 1, false],
    ['0002', 'Goal Not Completed', 1, false],
    ['0003', 'Voicemail', 1, false],
    ['0004', 'Busy', 1, false],
    ['0005', 'No Answer', 1, false],
    ['0006', 'Failed', 1, false],
    ['0007', 'Goal Not Completed', 1, true],
    ['0008', 'Goal Not Completed', 3, false],
    ['0009', 'No Answer', 0, false],
  ])('a number that ends in %s: %s, reported %i times, early: %s', (digits, resultType, reports, early) => {
    for (const callId of ['call.1', 'call.2', 'call.3']) {
      const result = simulatedResult(`+1555123${digits}`, callId, outcomes)
      expect(result).toMatchObject({ resultType, reports, early })
    }
  })

  it('asks to be called back where the number ends in 9013, and reaches the goal when that is done', () => {
    const first = simulatedResult('+15551239013', 'call.1', outcomes)
    expect(first).toMatchObject({ resultType: 'Goal Not Completed', callBackAfterSeconds: 60 })
    const second = simulatedResult('+15551239013', 'call.2', outcomes, true)
    expect(second).toMatchObject({ resultType: 'Goal Completed' })
    expect(second).not.toHaveProperty('callBackAfterSeconds')
    // Anybody else who is called back answers as before.
    expect(simulatedResult('+15551230004', 'call.3', outcomes, true)).toMatchObject({ resultType: 'Busy' })
  })

  it('is the same for the same call', () => {
    expect(simulatedResult('+15551234567', 'call.1', outcomes)).toEqual(
      simulatedResult('+15551234567', 'call.1', outcomes),
    )
  })

  it('names an outcome that agrees with the result, and none where nobody spoke', () => {
    expect(['interested', 'booked']).toContain(simulatedResult('+15550000001', 'call.1', outcomes).outcomes[0])
    expect(simulatedResult('+15550000002', 'call.1', outcomes).outcomes).toEqual(['not_interested'])
    expect(simulatedResult('+15550000003', 'call.1', outcomes).outcomes).toEqual([])
    expect(simulatedResult('+15550000001', 'call.1', []).outcomes).toEqual([])
  })

  it('keeps to realistic proportions with any other number', () => {
    const counts: Record<string, number> = {}
    for (let n = 1_000; n < 11_000; n++) {
      const result = simulatedResult(`+1555${String(n).padStart(7, '0')}`, `call.${n % 7}`, outcomes)
      if (!/000\d$/.test(String(n))) expect(result).toMatchObject({ reports: 1, early: false })
      counts[result.resultType] = (counts[result.resultType] ?? 0) + 1
    }
    const expected = {
      'Goal Completed': 18,
      'Goal Not Completed': 24,
      Voicemail: 31,
      'No Answer': 18,
      Busy: 6,
      Failed: 3,
    }
    for (const [resultType, share] of Object.entries(expected)) {
      expect(Math.abs((counts[resultType] ?? 0) / 100 - share), resultType).toBeLessThan(1.5)
    }
  })

  it('gives a person who is called again another chance', () => {
    const results = new Set(
      Array.from({ length: 50 }, (_, n) => simulatedResult('+15551234567', `call.${n}`, outcomes).resultType),
    )
    expect(results.size).toBeGreaterThan(2)
  })
})
