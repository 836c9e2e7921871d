import fc from 'fast-check'
import { type CountryCode, getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { parsePhoneNumberFromString as parseWith } from 'libphonenumber-js/core'
import examples from 'libphonenumber-js/examples.mobile.json'
import { describe, expect, test, vi } from 'vitest'
import { COUNTRYLESS_METADATA } from './phone-metadata.rules'
import { findCountry, isAssignedNumber, parseExtension, parsePhoneNumber } from './phone-number.rules'
import { phoneWarning } from './phone-warning.rules'

// Properties run hundreds of cases, on machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

describe('parsePhoneNumber', () => {
  test.each([
    ['+15551234567', '+15551234567', null],
    ['+1 (555) 123-4567', '+15551234567', null],
    ['  +15551234567\t', '+15551234567', null],
    ['tel:+15551234567', '+15551234567', null],
    ['TEL: +1-555-123-4567', '+15551234567', null],
    ['tel:+1-555-123-4567;ext=12', '+15551234567', '12'],
    ['4155552671', '+14155552671', null],
    ['(415) 555-2671', '+14155552671', null],
    ['1-415-555-2671', '+14155552671', null],
    ['415.555.2671 ext. 12', '+14155552671', '12'],
    ['+1 555 123 4567 x0012', '+15551234567', '0012'],
    ['011 44 20 7946 0958', '+442079460958', null],
    ['+44 (0)20 7946 0958', '+442079460958', null],
    ['+39 06 6982', '+39066982', null],
    ['１５５５１２３４５６７', '+15551234567', null],
    ['+٤٤٢٠٧٩٤٦٠٩٥٨', '+442079460958', null],
    ['＋４４２０７９４６０９５８', '+442079460958', null],
    ['tel:＋442079460958', '+442079460958', null],
    ['+1 555 123 4567 ext ١٢', '+15551234567', '12'],
    // Two trunk prefixes: the number that is stored has none, whoever reads it again.
    ['+971 00 38237', '+97138237', null],
  ])('%j is %s, extension %s', (text, e164, extension) => {
    expect(parsePhoneNumber(text, 'US')).toEqual({ e164, extension })
  })

  test.each([
    '',
    '+',
    'tel:',
    'tel:tel:+15551234567',
    '4155552671 mobile',
    'call 4155552671',
    '415-555-2671 or 415-555-2672',
    '555-1234',
    '123',
    '911',
    '+1555123456',
    '+155512345678',
    '+999123456789',
    '00442079460958',
    '1-800-FLOWERS',
    '1.55512E+10',
    '+1555\u00001234567',
    '+1555\ud8001234567',
    'n/a',
  ])('%j is none', (text) => {
    expect(parsePhoneNumber(text, 'US')).toBeNull()
  })

  test('gives up at once on a text that is too long for a number', () => {
    const startedAt = performance.now()
    for (const part of ['+', '1', '1 ', '(', ' x1', ';ext=1']) {
      expect(parsePhoneNumber(part.repeat(1_000_000), 'US')).toBeNull()
    }
    expect(performance.now() - startedAt).toBeLessThan(1_000)
  })

  test('reads a number without + in the default country, and in none without one', () => {
    expect(parsePhoneNumber('020 7946 0958', 'GB')?.e164).toBe('+442079460958')
    expect(parsePhoneNumber('030 901820', 'DE')?.e164).toBe('+4930901820')
    expect(parsePhoneNumber('+14155552671', 'GB')?.e164).toBe('+14155552671')
    expect(parsePhoneNumber('4155552671', null)).toBeNull()
    expect(parsePhoneNumber('+14155552671', null)?.e164).toBe('+14155552671')
  })

  test('reads the example of every country as libphonenumber does, with and without +', () => {
    for (const country of getCountries()) {
      const national = (examples as Record<string, string>)[country]
      if (national === undefined) continue
      const e164 = `+${getCountryCallingCode(country)}${national}`
      expect(parsePhoneNumber(national, country)?.e164).toBe(parsePhoneNumberFromString(national, country)?.number)
      expect(parsePhoneNumber(e164, null)?.e164).toBe(e164)
    }
  })

  const countries = fc.constantFrom<CountryCode | null>(null, ...getCountries())
  const dialled = fc
    .tuple(
      fc.constantFrom('', '+', '0', '00', '1', '+0'),
      countries,
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 2, maxLength: 13 }),
    )
    .map(
      ([prefix, country, digits]) =>
        `${prefix}${prefix === '+' && country ? getCountryCallingCode(country) : ''}${digits}`,
    )

  test('what it answers reads back as itself, in any country', () => {
    fc.assert(
      fc.property(dialled, countries, countries, (text, country, otherCountry) => {
        const number = parsePhoneNumber(text, country)
        if (number === null) return
        expect(number.e164).toMatch(/^\+[1-9][0-9]{3,16}$/)
        expect(parsePhoneNumber(number.e164, otherCountry)).toEqual({ e164: number.e164, extension: null })
      }),
      { numRuns: 20_000 },
    )
  })

  test('accepts what libphonenumber calls possible, but for numbers that E.164 cannot tell', () => {
    fc.assert(
      fc.property(dialled, countries, (text, country) => {
        const parsed = parsePhoneNumberFromString(text, { extract: false, ...(country && { defaultCountry: country }) })
        const possible = parsed?.isPossible() ?? false
        const number = parsePhoneNumber(text, country)
        if (!possible) expect(number).toBeNull()
        const again = possible && parsed ? parsePhoneNumberFromString(parsed.number, { extract: false }) : undefined
        if (again?.isPossible() && again.number === parsed?.number) expect(number?.e164).toBe(again.number)
      }),
      { numRuns: 10_000 },
    )
  })

  test('reads plain international numbers, however they are spaced, as libphonenumber does', () => {
    const digit = fc
      .tuple(fc.constantFrom('', '', ' ', '-'), fc.constantFrom(...'0123456789'))
      .map((parts) => parts.join(''))
    const callingCodes = fc.constantFrom(
      '',
      ...getCountries().map((country) => getCountryCallingCode(country)),
      '800',
      '883',
    )
    fc.assert(
      fc.property(callingCodes, fc.array(digit, { minLength: 4, maxLength: 15 }), (code, rest) => {
        const text = `+${code}${rest.join('')}`
        const parsed = parsePhoneNumberFromString(text, { extract: false })
        const again = parsed?.isPossible() ? parsePhoneNumberFromString(parsed.number, { extract: false }) : undefined
        const number = parsePhoneNumber(text, 'US')
        if (!parsed?.isPossible()) expect(number).toBeNull()
        else if (again?.number === parsed.number) expect(number).toEqual({ e164: parsed.number, extension: null })
      }),
      { numRuns: 20_000 },
    )
  })

  test('reads numbers of calling codes that countries share as the library does with its own tables', () => {
    const shared = fc.constantFrom('1', '7', '39', '44', '47', '61', '212', '262', '290', '358', '590', '599')
    const digits = fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 2, maxLength: 13 })
    fc.assert(
      fc.property(shared, fc.constantFrom('', '310', '500'), digits, countries, (code, start, rest, country) => {
        for (const text of [`+${code}${start}${rest}`, `${start}${rest}`]) {
          const options = { extract: false, ...(country && { defaultCountry: country }) }
          const [own, ours] = [
            parsePhoneNumberFromString(text, options),
            parseWith(text, options, COUNTRYLESS_METADATA),
          ].map((number) => number?.isPossible() && { number: number.number, national: number.nationalNumber })
          expect(ours).toEqual(own)
        }
      }),
      { numRuns: 10_000 },
    )
  })

  test('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), countries, (text, country) => void parsePhoneNumber(text, country)),
    )
  })
})

test.each([
  ['12', '12'],
  [' 12 ', '12'],
  ['00', '00'],
  ['12345678901', '12345678901'],
  ['１２', '12'],
  ['', null],
  ['123456789012', null],
  ['x12', null],
  ['#12', null],
  ['1 2', null],
  ['1.5', null],
  ['-1', null],
  ['१२', null],
])('parseExtension(%j) is %s', (text, extension) => {
  expect(parseExtension(text)).toBe(extension)
})

test.each([
  ['US', 'US'],
  ['gb', 'GB'],
  [' de ', 'DE'],
  ['XK', 'XK'],
  ['', null],
  ['USA', null],
  ['UK', null],
  ['ZZ', null],
  ['001', null],
  ['AQ', null],
  ['ſt', null],
  ['__proto__', null],
])('findCountry(%j) is %s', (text, country) => {
  expect(findCountry(text)).toBe(country)
})

test('a possible number that nobody has gets a warning, one that somebody may have gets none', () => {
  expect(isAssignedNumber('+14155552671')).toBe(true)
  expect(phoneWarning('+14155552671')).toBeNull()
  expect(isAssignedNumber('+15551234567')).toBe(false)
  expect(phoneWarning('+15551234567')).toEqual({
    code: 'PHONE_NOT_ASSIGNED',
    message: '+15551234567 looks like a number that nobody has. Check its digits.',
  })
})
