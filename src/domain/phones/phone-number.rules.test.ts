import fc from 'fast-check'
import { type CountryCode, getCountries, getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js'
import { parsePhoneNumberFromString as parseWith } from 'libphonenumber-js/core'
import examples from 'libphonenumber-js/examples.mobile.json'
import { parsePhoneNumberFromString as parseMax } from 'libphonenumber-js/max'
import { describe, expect, test, vi } from 'vitest'
import { describeAmbiguity, findPhoneWarnings } from '@/domain/contacts/phone-warning.rules'
import { growthAtTenfold } from '@/testing/growth'
import { findCountry } from './find-country.rules'
import { habitOf } from './numbering-plan.rules'
import { COUNTRYLESS_METADATA } from './phone-metadata.rules'
import {
  classifyNumber,
  isAssignedNumber,
  parseExtension,
  parsePhoneNumber,
  readPhoneNumber,
} from './phone-number.rules'

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
    ['00442079460958', '+442079460958', null],
    ['(00) 44 20 7946 0958', '+442079460958', null],
    ['44 (0)20 7946 0958', '+442079460958', null],
    ['415•555•2671', '+14155552671', null],
    ['415 · 555 · 2671', '+14155552671', null],
    ['415_555_2671', '+14155552671', null],
    ['415 555 2671,,12', '+14155552671', '12'],
    ['415 555 2671; 123456', '+14155552671', '123456'],
    ['+14155552671;ext=12345678', '+14155552671', '12345678'],
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
    '0015551234567',
    '4155552671;4155552672',
    '4155552671,4155552672',
    '415 555 2671; 1234567',
    '4155552671,0',
    '4155552671,00',
    '4155552671 / 4155552672',
    '_4155552671',
    '1-800-FLOWERS',
    '1.55512E+10',
    '+1555\u00001234567',
    '+1555\ud8001234567',
    'n/a',
  ])('%j is none', (text) => {
    expect(parsePhoneNumber(text, 'US')).toBeNull()
  })

  test.each([
    ['030 1234 / 030 5678', 'DE'],
    ['030 12345/030 12346', 'DE'],
    ['+49 30 1234 / 030 5678', 'DE'],
    ['0222345/0222346', 'IN'],
    ['(01) 51234 / (01) 51235', 'AT'],
  ] as const)('%s in %s are two short numbers, and not a long one', (text, country) => {
    expect(parsePhoneNumber(text, country)).toBeNull()
  })

  test.each([
    ['030/901820', 'DE', '+4930901820'],
    ['0171/1234567', 'DE', '+491711234567'],
    ['089/123456/78', 'DE', '+498912345678'],
    ['+49/30/901820', 'DE', '+4930901820'],
  ] as const)('%s in %s is one number with slashes', (text, country, e164) => {
    expect(parsePhoneNumber(text, country)?.e164).toBe(e164)
  })

  test.each(['+', '1', '1 ', '(', ' x1', ';ext=1', '01/', '0(', '\uff0b', '\u0661'])(
    'gives up at once on a text that is too long for a number: %j',
    (part) => {
      const read = (text: string) => parsePhoneNumber(text, 'US')
      expect(read(part.repeat(1_000_000))).toBeNull()
      expect(growthAtTenfold(100_000, (size) => part.repeat(size), read)).toBeLessThan(3)
    },
  )

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
      const written = `${habitOf(country).trunkPrefix ?? ''}${national}`
      expect(parsePhoneNumber(written, country)?.e164).toBe(parsePhoneNumberFromString(written, country)?.number)
      // Without its trunk prefix it may be somebody else's.
      const bare = readPhoneNumber(national, country)
      const numbers =
        bare.kind === 'ambiguous' ? bare.readings.map((one) => one.e164) : [parsePhoneNumber(national, country)?.e164]
      expect(numbers).toContain(parsePhoneNumberFromString(national, country)?.number)
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
        // Zeros in front of a country code are read by rules of our own.
        if (/^0(?:0|11)/.test(text)) return
        if (!possible) expect(number).toBeNull()
        const again = possible && parsed ? parsePhoneNumberFromString(parsed.number, { extract: false }) : undefined
        if (!again?.isPossible() || again.number !== parsed?.number) return
        const reading = readPhoneNumber(text, country)
        const numbers = reading.kind === 'ambiguous' ? reading.readings.map(({ e164 }) => e164) : [number?.e164]
        expect(numbers).toContain(again.number)
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

  test('reads plain national numbers, however they are spaced, as libphonenumber does', () => {
    const homes = fc.constantFrom(...getCountries())
    const gap = fc.constantFrom('', '', '', ' ', '-', '.', ') ', ' (')
    const digits = fc.array(fc.tuple(gap, fc.constantFrom(...'0123456789')), { minLength: 6, maxLength: 14 })
    fc.assert(
      fc.property(homes, fc.constantFrom('', 'trunk', '(trunk)'), digits, (home, trunk, parts) => {
        const prefix = trunk.replace('trunk', habitOf(home).trunkPrefix ?? '')
        const text = `${prefix}${parts.map(([between, digit], at) => (at === 0 ? digit : between + digit)).join('')}`
        // A 0 in brackets tells of a country before it, and zeros in front of one are read by rules of our own.
        if (text.includes('(0)') || /^[( ]*0[) .-]*(?:0|11)/.test(text)) return
        const parsed = parsePhoneNumberFromString(text, { extract: false, defaultCountry: home })
        const reading = readPhoneNumber(text, home)
        if (!parsed?.isPossible()) {
          expect(reading.kind).toBe('none')
          return
        }
        const again = parsePhoneNumberFromString(parsed.number, { extract: false })
        if (!again?.isPossible() || again.number !== parsed.number) return
        const numbers =
          reading.kind === 'ambiguous' ? reading.readings.map(({ e164 }) => e164) : [parsePhoneNumber(text, home)?.e164]
        expect(numbers).toContain(parsed.number)
      }),
      { numRuns: 30_000 },
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
  ['x12', '12'],
  ['#12', '12'],
  ['ext 12', '12'],
  ['Ext. 0012', '0012'],
  ['extension: 7', '7'],
  ['12.0', '12'],
  ['12,0', '12'],
  ['12.5', null],
  ['x', null],
  ['ex 12', null],
  ['x123456789012', null],
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

const exampleOf = (country: CountryCode) => (examples as Record<string, string>)[country]

/** Countries of every habit: with and without a trunk prefix, with lengths that vary, with carriers, sharing a code. */
const HOMES: CountryCode[] = [
  ...(['US', 'GB', 'DE', 'AT', 'FR', 'ES', 'IT', 'BR', 'MX', 'IN'] as const),
  ...(['ID', 'JP', 'CO', 'AR', 'RU', 'AU', 'NL', 'PL', 'ZA', 'XK', 'CN', 'TR', 'LU', 'HK', 'KR', 'CI'] as const),
]

/**
 * Generates assigned numbers of a country: random digits, of which the assigned ones are taken. Every number of the
 * plan is equally likely, except the country's example, which stands in for digits that are not assigned.
 */
function assignedIn(country: CountryCode): fc.Arbitrary<string> {
  const length = exampleOf(country)?.length ?? 9
  const { callingCode } = habitOf(country)
  return fc
    .string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })
    .map((digits) => (isAssignedNumber(`+${callingCode}${digits}`) ? digits : exampleOf(country)))
    .filter((digits) => digits !== undefined && isAssignedNumber(`+${callingCode}${digits}`)) as fc.Arbitrary<string>
}

describe('readPhoneNumber calls no stranger', () => {
  test.each(HOMES)(
    'digits that lost their + are in %s the number that is meant, or refused with it, or warned of',
    (home) => {
      for (const country of getCountries()) {
        const national = exampleOf(country)
        if (national === undefined) continue
        const meant = `+${getCountryCallingCode(country)}${national}`
        const reading = readPhoneNumber(meant.slice(1), home)
        if (reading.kind === 'ambiguous') {
          expect(reading.readings.map(({ e164 }) => e164)).toContain(meant)
          expect(describeAmbiguity('"x"', reading.readings)).toContain(meant)
        } else if (reading.kind === 'none') expect(reading.withPlus?.e164).toBe(meant)
        else if (reading.e164 !== meant) {
          // Both are somebody's, and the national one is whole as its country writes numbers.
          expect([reading.e164, isAssignedNumber(reading.e164)]).toEqual([reading.e164, true])
          expect(reading.otherReading).toBe(meant)
          expect(
            habitOf(home).isCompleteWithoutTrunk(meant.slice(1)) || meant.startsWith(`+${habitOf(home).trunkPrefix}`),
          ).toBe(true)
        }
      }
    },
  )

  test('so are they however they are spaced, of whatever kind the number is', () => {
    const spaced = (digits: string, gaps: boolean[]) =>
      [...digits].map((digit, at) => (gaps[at] && at > 0 ? ` ${digit}` : digit)).join('')
    const strangers = fc
      .constantFrom(...getCountries())
      .chain((country) =>
        fc.tuple(
          fc.constant(getCountryCallingCode(country)),
          assignedIn(country),
          fc.array(fc.boolean(), { maxLength: 15 }),
        ),
      )
    fc.assert(
      fc.property(strangers, fc.constantFrom(...HOMES), ([code, national, gaps], home) => {
        const meant = `+${code}${national}`
        const reading = readPhoneNumber(spaced(`${code}${national}`, gaps), home)
        if (reading.kind !== 'number' || reading.e164 === meant) return
        expect(isAssignedNumber(reading.e164)).toBe(true)
      }),
      { numRuns: 20_000 },
    )
  })

  test.each(['00', '00 ', '(00)', '00-', '011', '011 '])(
    '%j before an assigned international number is that number, in every country',
    (zeros) => {
      for (const home of getCountries()) {
        for (const country of HOMES) {
          const meant = `+${getCountryCallingCode(country)}${exampleOf(country)}`
          const reading = readPhoneNumber(`${zeros}${meant.slice(1)}`, home)
          if (zeros.includes('11') && reading.kind !== 'none') {
            // 011 is an area code too: in Buenos Aires, Delhi, Johannesburg. Then both are shown.
            const shown =
              reading.kind === 'number'
                ? [reading.e164, reading.otherReading]
                : reading.readings.map(({ e164 }) => e164)
            expect(shown).toContain(meant)
          } else expect(reading).toMatchObject({ kind: 'number', e164: meant, otherReading: null })
        }
      }
    },
  )

  test.each([
    ['0171 1234567', 'DE', '+491711234567'],
    ['(0171) 123-4567', 'DE', '+491711234567'],
    ['030 901820', 'DE', '+4930901820'],
    ['1711234567', 'DE', '+491711234567'],
    ['0664 1234567', 'AT', '+436641234567'],
    ['612 345 678', 'ES', '+34612345678'],
    ['912 34 56 78', 'ES', '+34912345678'],
    ['11 98765-4321', 'BR', '+5511987654321'],
    ['(11) 3456-7890', 'BR', '+551134567890'],
    ['0 11 98765-4321', 'BR', '+5511987654321'],
    ['0 15 11 98765-4321', 'BR', '+5511987654321'],
    ['(415) 555-2671', 'US', '+14155552671'],
    ['415-555-2671', 'US', '+14155552671'],
    ['4155552671', 'US', '+14155552671'],
    ['1 415 555 2671', 'US', '+14155552671'],
    ['2015551234', 'US', '+12015551234'],
    ['06 12 34 56 78', 'FR', '+33612345678'],
    ['333 123 4567', 'IT', '+393331234567'],
    ['06 6982', 'IT', '+39066982'],
    ['07911 123456', 'GB', '+447911123456'],
    ['020 7946 0958', 'GB', '+442079460958'],
    ['98765 43210', 'IN', '+919876543210'],
    ['098765 43210', 'IN', '+919876543210'],
    ['022 2345 6789', 'IN', '+912223456789'],
    ['011 2345 6789', 'IN', '+911123456789'],
    ['919876543210', 'IN', '+919876543210'],
    ['090-1234-5678', 'JP', '+819012345678'],
    ['011-231-2345', 'JP', '+81112312345'],
    ['0812-3456-7890', 'ID', '+6281234567890'],
    ['300 123 4567', 'CO', '+573001234567'],
    ['601 234 5678', 'CO', '+576012345678'],
    ['11 2345-6789', 'AR', '+541123456789'],
    ['011 4312-3456', 'AR', '+541143123456'],
    ['55 1234 5678', 'MX', '+525512345678'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['138 0013 8000', 'CN', '+8613800138000'],
    ['0412 345 678', 'AU', '+61412345678'],
    ['06 12345678', 'NL', '+31612345678'],
    ['501 234 567', 'PL', '+48501234567'],
    ['082 123 4567', 'ZA', '+27821234567'],
    ['011 320 1234', 'ZA', '+27113201234'],
  ] as const)('%j, as people in %s write it, is %s', (text, country, e164) => {
    expect(readPhoneNumber(text, country)).toMatchObject({ kind: 'number', e164 })
  })

  test.each([
    ['491711234567', 'DE', ['+491711234567', '+49491711234567']],
    ['49 171 1234569', 'DE', ['+491711234569', '+49491711234569']],
    ['490171 1234567', 'DE', ['+491711234567', '+494901711234567']],
    ['14155552671', 'IN', ['+14155552671', '+9114155552671']],
    ['4534412345', 'IN', ['+4534412345', '+914534412345']],
    ['447911123456', 'IT', ['+447911123456', '+39447911123456']],
    ['33612345678', 'IT', ['+33612345678', '+3933612345678']],
    ['442079460123', 'AT', ['+442079460123', '+43442079460123']],
    ['38343201234', 'XK', ['+38343201234', '+38338343201234']],
    ['81234567890', 'ID', ['+81234567890', '+6281234567890']],
    ['0021 1 415 555 2671', 'BR', ['+14155552671']],
  ] as const)('%j in %s may be %j', (text, country, numbers) => {
    const reading = readPhoneNumber(text, country)
    expect(reading.kind === 'ambiguous' && reading.readings.map(({ e164 }) => e164)).toEqual(numbers)
    expect(parsePhoneNumber(text, country)).toBeNull()
  })

  test('what may be two numbers keeps its extension in both', () => {
    const reading = readPhoneNumber('690-402-9247 x44', 'US')
    expect(reading.kind === 'ambiguous' && reading.readings).toEqual([
      { e164: '+6904029247', extension: '44', country: 'TK' },
      { e164: '+16904029247', extension: '44', country: 'US' },
    ])
  })

  test('a Russian who writes +8 for his own trunk prefix is told of it', () => {
    const reading = readPhoneNumber('+8 (495) 123-45-67', 'RU')
    expect(reading).toMatchObject({ kind: 'number', e164: '+84951234567', otherReading: '+74951234567' })
    expect(readPhoneNumber('+8 (495) 123-45-67', 'US')).toMatchObject({ otherReading: null })
    expect(readPhoneNumber('+14155552671', 'US')).toMatchObject({ otherReading: null })
  })
})

describe('findPhoneWarnings', () => {
  test('a possible number that nobody has gets a warning, one that somebody may have gets none', () => {
    expect(findPhoneWarnings('+14155552671', null)).toEqual([])
    expect(findPhoneWarnings('+15551234567', null)).toEqual([
      {
        code: 'PHONE_NOT_ASSIGNED',
        field: 'phoneNumber',
        message: '+15551234567 looks like a number that nobody has. Check its digits.',
      },
    ])
  })

  test.each([
    '+19005551234',
    '+449098790000',
    '+499001234567',
    '+4918012345',
    '+979123456789',
    '+881612345678',
    '+870773111632',
  ])('%s costs whoever calls it', (e164) => {
    expect(findPhoneWarnings(e164, null).map(({ code }) => code)).toContain('PHONE_PREMIUM_RATE')
  })

  test.each(['+14155552671', '+447911123456', '+18765551234', '+18005551234', '+491711234567'])(
    '%s does not',
    (e164) => {
      expect(classifyNumber(e164).isCostly).toBe(false)
    },
  )

  test('names both numbers that digits can be', () => {
    const [warning] = findPhoneWarnings('+15016221234', '+5016221234')
    expect(warning?.code).toBe('PHONE_OTHER_READING')
    expect(warning?.message).toContain('+15016221234 (United States)')
    expect(warning?.message).toContain('+5016221234 (Belize)')
  })
})

test('whether a number is assigned is what libphonenumber says with all kinds of numbers known', () => {
  const numbers = fc
    .tuple(
      fc.constantFrom(...getCountries()),
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 6, maxLength: 11 }),
    )
    .map(([country, digits]) => `+${getCountryCallingCode(country)}${digits}`)
  let assigned = 0
  fc.assert(
    fc.property(numbers, (text) => {
      const number = parsePhoneNumber(text, null)
      if (!number) return
      const says = parseMax(number.e164, { extract: false })?.isValid() ?? false
      if (says) assigned += 1
      expect([number.e164, isAssignedNumber(number.e164)]).toEqual([number.e164, says])
    }),
    // Of a kind of its country, and not of its country's plan.
    { numRuns: 30_000, examples: [['+49494000000']] },
  )
  expect(assigned).toBeGreaterThan(1_000)
})
