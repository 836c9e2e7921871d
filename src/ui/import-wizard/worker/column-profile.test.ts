import { describe, expect, it } from 'vitest'
import { suggestMapping } from '../state/suggest-mapping'
import { profileColumn } from './column-profile'

const NOW_MS = Date.parse('2026-11-24T12:00:00Z')

describe('a column of times', () => {
  const suggested = (name: string, cells: readonly string[]) => {
    const rows = cells.map((cell) => [cell])
    return suggestMapping([{ name, profile: profileColumn(rows, 0, 1, NOW_MS) }], [])[0]?.target ?? null
  }

  it('is when to call, where they are still to come', () => {
    expect(suggested('Slot', ['2027-03-01T16:00:00Z', '2026-11-25 09:00'])).toBe('scheduledAt')
  })

  it('is not, where they are over: leads were created then', () => {
    expect(suggested('created_time', ['2026-11-01T10:00:00-05:00', '2026-11-22T10:00:00-05:00'])).toBeNull()
    expect(suggested('OPTIN_TIME', ['2026-01-01 10:00:00'])).toBeNull()
  })

  it('is all the same, where the header says so', () => {
    expect(suggested('Scheduled at', ['2026-01-01 10:00'])).toBe('scheduledAt')
  })
})
