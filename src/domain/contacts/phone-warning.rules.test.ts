import { describe, expect, it } from 'vitest'
import type { PossibleReading } from '@/domain/phones/phone-number.rules'
import {
  describeAmbiguity,
  describeImpossible,
  describeOtherReading,
  describeReading,
  findPhoneWarnings,
} from './phone-warning.rules'

const reading = (e164: string, country: PossibleReading['country']): PossibleReading => ({
  e164,
  country,
  extension: null,
})

describe('what is said of a number', () => {
  it.each([
    ['nothing of one that somebody can have', '+4930901820', null, []],
    ['that nobody has it', '+15551234567', null, ['PHONE_NOT_ASSIGNED']],
    ['that it may be expensive', '+19005551234', null, ['PHONE_PREMIUM_RATE']],
    ['that it has another reading', '+4930901820', '+14155552671', ['PHONE_OTHER_READING']],
    ['two things', '+15551234567', '+4930901820', ['PHONE_NOT_ASSIGNED', 'PHONE_OTHER_READING']],
  ])('%s', (_, e164, otherReading, codes) => {
    const warnings = findPhoneWarnings(e164, otherReading)
    expect(warnings.map(({ code }) => code)).toEqual(codes)
    for (const { field } of warnings) expect(field).toBe('phoneNumber')
  })

  it('is a sentence', () => {
    expect(findPhoneWarnings('+15551234567', null)[0]?.message).toBe(
      '+15551234567 looks like a number that nobody has. Check its digits.',
    )
    expect(findPhoneWarnings('+19005551234', null)[0]?.message).toBe(
      '+19005551234 is a premium rate, shared cost or satellite number: calling it may be expensive.',
    )
    expect(findPhoneWarnings('+4930901820', '+14155552671')[0]?.message).toBe(
      describeOtherReading('+4930901820', '+14155552671'),
    )
  })
})

it('a reading is told with its country, where it has one', () => {
  expect(describeReading(reading('+4930901820', 'DE'))).toBe('+4930901820 (Germany)')
  expect(describeReading(reading('+80012345678', null))).toBe('+80012345678')
  expect(describeOtherReading('+4930901820', '+14155552671')).toBe(
    'Read as +4930901820 (Germany). The same digits are also +14155552671 (United States). If that one is meant, write it out.',
  )
})

it('several readings are named, and one is asked for', () => {
  const [german, american] = [reading('+4930901820', 'DE'), reading('+14155552671', 'US')]
  expect(describeAmbiguity('"x"', [german])).toBe(
    '"x" may be +4930901820 (Germany). If it is, write it with + and the country code.',
  )
  expect(describeAmbiguity('"x"', [german, american])).toBe(
    '"x" may be +4930901820 (Germany) or +14155552671 (United States). Write the one that is meant, with + and the country code.',
  )
})

describe('what is no number', () => {
  it.each([
    [
      '12',
      'US',
      '"12" is not a possible phone number in the United States. Check its digits, or write it with + and the country code.',
    ],
    [
      '12',
      'DE',
      '"12" is not a possible phone number in Germany. Check its digits, or write it with + and the country code.',
    ],
    ['12', null, '"12" is not a possible phone number. Check its digits, or write it with + and the country code.'],
    ['+12', 'US', '"+12" is not a possible phone number. Check its digits.'],
  ] as const)('%s in %s', (sent, country, message) => {
    expect(describeImpossible(sent, country, null)).toBe(message)
  })

  it('may be one whose + is missing', () => {
    expect(describeImpossible('4930901820', 'US', reading('+4930901820', 'DE'))).toBe(
      '"4930901820" is not a possible phone number in the United States. If only its + is missing, write +4930901820 (Germany).',
    )
  })

  it.each([
    '415 555 2671; 415 555 2672',
    '4155552671,4155552672',
    '(415) 555-2671 / (415) 555-2672',
    '4155552671|4155552672',
    '4155552671 & 4155552672',
    '4155552671\n4155552672',
    '4155552671 ::: 4155552672',
    '4155552671 or 4155552672',
    '4155552671 AND 4155552672',
    '0171 1234567 oder 0171 1234568',
    '0171 1234567 und +49 171 1234568',
    '6123 4567 / home: 6123 4568',
  ])('%j is more than one', (sent) => {
    expect(describeImpossible(sent, 'US', null)).toBe(
      `"${sent}" holds more than one phone number. Keep the one to call.`,
    )
  })

  it.each([
    ['with too few digits before', '415555; 4155552672'],
    ['with too few digits behind', '4155552671; 415555'],
    ['with nothing between that separates', '4155552671 4155552672'],
    ['with a word that holds one that separates', '4155552671 for 4155552672'],
    ['with too much between', '4155552671 or, if nobody is there, 4155552672'],
    ['with digits too far apart', '4 / 1 / 5 / 5 / 5 / 5 / 2 / 6 / 7 / 1'],
  ])('%s is one', (_, sent) => {
    expect(describeImpossible(sent, 'US', null)).toContain('is not a possible phone number')
  })
})
