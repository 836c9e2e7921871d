import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { describeCallWindows } from './describe-call-windows'

beforeEach(() => void vi.stubGlobal('navigator', { language: 'de-DE' }))
afterEach(() => void vi.unstubAllGlobals())

describe('describeCallWindows', () => {
  it('joins days in a row that have the same hours', () => {
    const office = [{ start: '09:00', end: '17:00' }]
    expect(
      describeCallWindows({ monday: office, tuesday: office, wednesday: office, thursday: office, friday: office }),
    ).toEqual([
      { days: 'Monday to Friday', hours: '09:00–17:00', open: true },
      { days: 'Saturday to Sunday', hours: 'Closed', open: false },
    ])
  })

  it('says "every day" for a week that is the same throughout', () => {
    const all = [{ start: '00:00', end: '24:00' }]
    const week = { monday: all, tuesday: all, wednesday: all, thursday: all, friday: all, saturday: all, sunday: all }
    expect(describeCallWindows(week)).toEqual([{ days: 'Every day', hours: 'All day', open: true }])
    expect(describeCallWindows({})).toEqual([{ days: 'Every day', hours: 'Closed', open: false }])
  })

  it('lists several windows of one day', () => {
    const lines = describeCallWindows({
      tuesday: [
        { start: '09:00', end: '12:00' },
        { start: '13:30', end: '18:00' },
      ],
    })
    expect(lines[1]).toEqual({ days: 'Tuesday', hours: '09:00–12:00, 13:30–18:00', open: true })
  })
})
