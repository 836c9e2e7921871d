import { describe, expect, it } from 'vitest'
import { describeNumber, formatPhoneNumber, readableNumber } from './readable-number'

describe('readableNumber', () => {
  it.each([
    ['+491711234567', '+49 171 1234567', 'Germany'],
    ['+14155552671', '+1 415 555 2671', 'United States'],
    ['+16045552671', '+1 604 555 2671', 'Canada'],
    ['+18765552671', '+1 876 555 2671', 'Jamaica'],
    ['+38343201234', '+383 43 201 234', 'Kosovo'],
    ['+88163200123', '+881 63200123', 'International (+881)'],
  ])('%s', (e164, shown, country) => {
    expect(formatPhoneNumber(e164)).toBe(shown)
    expect(readableNumber(e164).written).toBe(shown)
    expect(describeNumber(readableNumber(e164))).toBe(`${shown} (${country})`)
    expect(readableNumber(e164).country).toBe(country)
  })

  it('a number that nobody has names no single country where several share the calling code', () => {
    expect(readableNumber('+15551234567').country).toBe('Country unknown')
    expect(readableNumber('+490000').country).toContain('Germany')
  })

  it('an extension stands behind the number that it is dialed after', () => {
    const number = readableNumber('+14345187515', '16')
    expect(number).toMatchObject({ e164: '+14345187515', written: '+1 434 518 7515', extension: '16' })
    expect(describeNumber(number)).toBe('+1 434 518 7515 ext. 16 (United States)')
  })

  it('what is no number is in no country', () => {
    expect(readableNumber('12').country).toBe('')
  })
})
