import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forbidsCall, readDoNotCall, readMayCall } from './read-consent.rules'

/** Texts that forbid a call by themselves, whatever the header of their column. */
const FORBIDDING = [
  'Suppressed',
  'Yes, do not call',
  'Do not call',
  'DNC',
  'Do not contact',
  'Opted out',
  'Opt-out',
  'Unsubscribed',
  'Blocked',
  'Stop',
]

describe('readMayCall', () => {
  it.each([
    ...FORBIDDING.map((cell) => [cell, 'no'] as const),
    ['No', 'no'],
    ['Never', 'no'],
    ['Revoked', 'no'],
    ['Widerrufen', 'no'],
    // Nobody can say which list is meant.
    ['Listed', 'unclear'],
    ['Registered', 'unclear'],
    ['Withheld', 'unclear'],
    ['Yes - until May', 'unclear'],
    // No consent that was given on a day.
    ['2026-03-01 revoked', 'unclear'],
    ['2026-03-01 10:00 opted out', 'unclear'],
    ['Blocked 12, 2026', 'unclear'],
    ['12 revoked 2026', 'unclear'],
    ['0000-00-00', 'unclear'],
    ['', 'blank'],
    ['Yes', 'yes'],
    ['Opted in', 'yes'],
    ['Confirmed', 'yes'],
    ['OK to call.', 'yes'],
    ['2026-03-01', 'yes'],
    ['2026-03-01 10:00', 'yes'],
    ['2026-03-01T10:00:00.000Z', 'yes'],
    ['2026-03-01 10:00:00+01:00', 'yes'],
    ['3/1/2026, 10:00 a.m.', 'yes'],
    ['March 1, 2026', 'yes'],
    ['1. März 2026', 'yes'],
    ['1 mars 2026', 'yes'],
    ['01 Sep 2026', 'yes'],
  ] as const)('reads %j as %s', (cell, answer) => {
    expect(readMayCall(cell)).toBe(answer)
    expect(forbidsCall('mayCall', cell)).toBe(answer === 'no' || answer === 'unclear')
  })
})

describe('readDoNotCall', () => {
  it.each([
    ...FORBIDDING.map((cell) => [cell, 'yes'] as const),
    ['Yes', 'yes'],
    ['Never', 'yes'],
    ['Listed', 'yes'],
    ['2026-03-01', 'yes'],
    ['2026-03-01T10:00:00Z', 'yes'],
    ['No', 'no'],
    ['Opted in', 'no'],
    ['Not listed', 'no'],
    ['nein', 'no'],
    // Polish for no, German for never.
    ['nie', 'unclear'],
    // An objection can be confirmed, approved or given.
    ['Confirmed', 'unclear'],
    ['Approved', 'unclear'],
    ['Erteilt', 'unclear'],
    ['asked us to stop', 'unclear'],
    ['', 'blank'],
  ] as const)('reads %j as %s', (cell, answer) => {
    expect(readDoNotCall(cell)).toBe(answer)
    expect(forbidsCall('doNotCall', cell)).toBe(answer === 'yes' || answer === 'unclear')
  })
})

it('a text that forbids a call forbids it under either header, with whatever stands around it', () => {
  const around = fc.oneof(
    fc.constantFrom(
      '',
      ' ',
      'yes ',
      'Yes, ',
      'ok: ',
      '1 ',
      ' 1',
      '2026-03-01 ',
      ' 2026-03-01',
      ' 12, 2026',
      '12 ',
      '!',
      '.',
    ),
    fc.string({ maxLength: 12 }),
  )
  const cased = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.toLowerCase(),
  )
  fc.assert(
    fc.property(fc.constantFrom(...FORBIDDING), around, around, cased, (words, before, after, withCase) => {
      const cell = withCase(`${before}${words}${after}`)
      expect(forbidsCall('mayCall', cell)).toBe(true)
      expect(forbidsCall('doNotCall', cell)).toBe(true)
    }),
    { numRuns: 2_000 },
  )
})

it('a text that both columns read as yes is a plain yes or a date, and never a sentence about calls', () => {
  const word = fc.constantFrom(
    'yes',
    'no',
    'not',
    'call',
    'opted',
    'out',
    'in',
    'listed',
    'given',
    'stop',
    'ok',
    'to',
    '1',
    '2026-03-01',
  )
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 3 }), (words) => {
      const cell = words.join(' ')
      if (readDoNotCall(cell) !== 'yes' || readMayCall(cell) !== 'yes') return
      expect(['yes', 'ok', '1', '2026-03-01', '2026-03-01 1']).toContain(cell)
    }),
    { numRuns: 2_000 },
  )
})
