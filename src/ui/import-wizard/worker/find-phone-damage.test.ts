import fc from 'fast-check'
import { type CountryCode, getCountries, getExampleNumber } from 'libphonenumber-js'
import examples from 'libphonenumber-js/examples.mobile.json'
import { describe, expect, it } from 'vitest'
import { isAssignedNumber, parsePhoneNumber, readPhoneNumber } from '@/domain/phones/phone-number.rules'
import { findDoubt, findPhoneDamage, isPerhapsCut } from './find-phone-damage'

const found = (value: string, country: CountryCode | null = 'US') => {
  const damage = findPhoneDamage(value, country)
  return damage && { damage: damage.damage, repairs: damage.repairs.map(({ choice, value }) => [choice, value]) }
}

const only = (value: string) => [['only', value]]

describe('findPhoneDamage', () => {
  it.each([
    ['marks of direction, as address books copy them', '\u202a+1 212 555 0100\u202c', '+1 212 555 0100'],
    ['a mark behind', '+12125550100\u200e', '+12125550100'],
    ['narrow and thin spaces', '+1\u202f212\u2009555 0100', '+1 212 555 0100'],
    ['a tab and a line break', '+1 212\t555\r\n0100', '+1 212 555 0100'],
    ['the apostrophe of a text cell', "'2125550100", '2125550100'],
    ['quotation marks behind a blank', ' "+12125550100"', '+12125550100'],
    ['a formula', '=+12125550100', '+12125550100'],
    ['the label of a lead form', 'p:+12125550100', '+12125550100'],
    ['a label before', 'Mobile: (212) 555-0100', '(212) 555-0100'],
    ['a label behind', '2125550100 (mobile)', '2125550100'],
    ['brackets around the country', '(+49) 30 901820', '+49 30 901820'],
    ['bullets', 'p 212•555•0100', '212 555 0100'],
    ['middle dots and a label', 'Tel: (212)·555·0100', '(212) 555 0100'],
    ['underscores and a label', 'cell 212_555_0100', '212 555 0100'],
  ])('%s: what is no part of the number can be removed', (_, value, repaired) => {
    expect(found(value)).toEqual({ damage: 'PHONE_WRITTEN_ODDLY', repairs: only(repaired) })
  })

  it('a WhatsApp link is a number of the country that it names', () => {
    expect(found('https://wa.me/12125550100')?.repairs).toEqual([['US', '+12125550100']])
    expect(found('wa.me/4915112345678')?.repairs).toEqual([['DE', '+4915112345678']])
  })

  it.each([
    ['415-555-2672 do not call', 'US'],
    ['DNC: 415-555-2675', 'US'],
    ['0171 1234567 (nicht anrufen)', 'DE'],
    ['NO LLAMAR 612 345 678', 'ES'],
    ['06 12 34 56 78 ne pas appeler', 'FR'],
    ['+7 495 123-45-67 не звонить', 'RU'],
    ['415-555-2672 &amp; do not call', 'US'],
    ['p:415-555-2672 / opt-out', 'US'],
    ['do not call', 'US'],
  ] as const)('%s: nobody offers to keep the number', (value, country) => {
    expect(found(value, country)).toEqual({ damage: 'SAYS_DO_NOT_CALL', repairs: [] })
  })

  it.each([
    ['415-555-2674 wrong number', 'wrong number'],
    ['415-555-2676 fax', 'fax'],
    ['old: 415-555-2677', 'old'],
    ["wife's cell 415-555-2677", "wife's cell"],
    ['415-555-2677 ask for Bob', 'ask for Bob'],
    ['415-555-2677 / old 415-555-2678', 'old'],
    ['tel/fax 415-555-2677', 'tel fax'],
    ['415-555-2677 (disconnected)', 'disconnected'],
  ])('%s: the words are named, and nothing is offered', (value, words) => {
    expect(found(value)).toEqual({ damage: 'PHONE_WITH_WORDS', repairs: [] })
    expect(findPhoneDamage(value, 'US')?.message).toContain(`“${words}”`)
  })

  it.each([
    ['4155552671; 4155552672', 'US'],
    ['415-555-2671 / 415-555-2672', 'US'],
    ['+1 415-555-2671 ::: +1 415-555-2672', 'US'],
    ['(415) 555-2671 or (415) 555-2672', 'US'],
    ['415.555.2671, 415.555.2672', 'US'],
    ['415 555 2671\r\n415 555 2672', 'US'],
    ['415 555 2671 | 415 555 2672', 'US'],
    ['home: 415 555 2671; cell: 415 555 2672', 'US'],
    ['0171 1234567 oder 0171 1234568', 'DE'],
    ['0171 1234567 / 0171 1234568', 'DE'],
    ['06 12 34 56 78 ou 06 12 34 56 79', 'FR'],
    ['612 345 678 y 612 345 679', 'ES'],
    ['8 495 123-45-67 или 8 495 123-45-68', 'RU'],
  ] as const)('%s are two numbers, each as it was written', (value, country) => {
    const damage = found(value, country)
    expect(damage).toMatchObject({ damage: 'PHONE_TWO_NUMBERS' })
    expect(damage?.repairs.map(([choice]) => choice)).toEqual(['first', 'second'])
    for (const [, number = ''] of damage?.repairs ?? []) {
      expect(parsePhoneNumber(number, country)).not.toBeNull()
      expect(value.replace(/\s+/g, ' ')).toContain(number)
    }
  })

  it.each(['1.55512E+10', '+1.41559E+10', '4,91512E+11', '41555500000', '491512300000', '491510000000'])(
    '%s has lost its last digits, and nothing is made up',
    (value) => expect(found(value)).toEqual({ damage: 'PHONE_CUT_SHORT', repairs: [] }),
  )

  it.each([
    ['3090182000,00', 'DE', '3090182000'],
    ['1711234567,0', 'DE', '1711234567'],
    ['4155552671.0', 'US', '4155552671'],
    ['+14155552671.00', 'US', '+14155552671'],
    ["'4155552671,0", 'US', '4155552671'],
  ] as const)('%s in %s has decimals', (value, country, repaired) => {
    expect(found(value, country)).toEqual({ damage: 'PHONE_DECIMALS', repairs: only(repaired) })
  })

  it.each([
    ['+52 1 55 1234 5678', 'US', 'MX', '+525512345678'],
    ['5215512345679', 'US', 'MX', '+525512345679'],
    ['005215512345679', 'MX', 'MX', '+525512345679'],
    ['044 55 1234 5680', 'MX', 'MX', '+525512345680'],
    ['045 (81) 8123-4567', 'MX', 'MX', '+528181234567'],
    ['WhatsApp: +521 33 1234 5678', 'MX', 'MX', '+523312345678'],
    ['+54 9 11 15 1234 5678', 'AR', 'AR', '+5491112345678'],
    ['5491115 12345678', 'US', 'AR', '+5491112345678'],
  ] as const)('%s in %s: the prefix that is dialed no more can be dropped', (value, country, choice, repaired) => {
    expect(found(value, country)).toEqual({ damage: 'PHONE_OLD_PREFIX', repairs: [[choice, repaired]] })
  })

  it('044 is a prefix in Mexico alone', () => {
    expect(found('044 55 1234 5680', 'US')?.damage).not.toBe('PHONE_OLD_PREFIX')
  })

  it.each([
    ['&#43;14155552671', '+14155552671'],
    ['+14155552672&nbsp;', '+14155552672'],
    ['&amp;#43;1 415 555 2671', '+1 415 555 2671'],
    ['&#x2b;14155552671', '+14155552671'],
  ])('%s holds what a web form wrote', (value, repaired) => {
    expect(found(value)).toEqual({ damage: 'HTML_ENTITIES', repairs: only(repaired) })
  })

  it.each([
    ['442071838750', 'US', 'PHONE_LOST_PLUS', [['GB', '+442071838750']]],
    ['Tel 442071838750', 'US', 'PHONE_LOST_PLUS', [['GB', '+442071838750']]],
    ['41555526711', 'US', 'PHONE_LOST_PLUS', [['CH', '+41555526711']]],
    ['612345678', 'US', undefined, undefined],
    ["'n/a", 'US', undefined, undefined],
    ['mobile', 'US', undefined, undefined],
    ['1-800-FLOWERS', 'US', undefined, undefined],
    ['0000000000', 'US', undefined, undefined],
  ] as const)('%s in %s: %s', (value, country, damage, repairs) => {
    const { damage: is, repairs: are } = found(value, country) ?? {}
    expect({ damage: is, repairs: are }).toEqual({ damage, repairs })
  })

  it.each([
    [
      '491711234567',
      'DE',
      [
        ['DE', '+491711234567'],
        ['DE~', '+49491711234567'],
      ],
    ],
    [
      '49 171 1234567',
      'DE',
      [
        ['DE', '+491711234567'],
        ['DE~', '+49491711234567'],
      ],
    ],
    [
      'Tel: 491711234567',
      'DE',
      [
        ['DE', '+491711234567'],
        ['DE~', '+49491711234567'],
      ],
    ],
    [
      '14155552671',
      'IN',
      [
        ['US', '+14155552671'],
        ['IN', '+9114155552671'],
      ],
    ],
    [
      '4534412345',
      'US',
      [
        ['DK', '+4534412345'],
        ['US', '+14534412345'],
      ],
    ],
    [
      '447400123456',
      'IT',
      [
        ['GB', '+447400123456'],
        ['IT', '+39447400123456'],
      ],
    ],
  ] as const)('%s in %s can be read in two ways, and each is offered', (value, country, repairs) => {
    expect(found(value, country)).toEqual({ damage: 'PHONE_READ_TWO_WAYS', repairs })
    expect(findPhoneDamage(value, country)?.message).toContain(repairs[0][1])
  })

  it.each([
    ['5016221234', 'US', '+15016221234 (United States)', 'BZ', '+5016221234'],
    ['(501) 622-1234 x12', 'US', '+15016221234 (United States)', 'BZ', '+5016221234;ext=12'],
    ['+8 495 123 45 67', 'RU', '+84951234567 (Vietnam)', 'RU', '+74951234567'],
  ] as const)(
    '%s in %s is taken, and offered as what it could be as well',
    (value, country, taken, other, repaired) => {
      const doubt = findDoubt(value, country)
      expect(doubt).toMatchObject({ damage: 'PHONE_OTHER_READING', repairs: [{ choice: other, value: repaired }] })
      expect(doubt?.message).toContain(`Read as ${taken}`)
      expect(findDoubt(repaired, country)).toBeNull()
    },
  )

  it('every number that could be another one is offered as just that one', () => {
    const readers = ['US', 'DE', 'GB', 'IN', 'BR', 'MX', 'IT', 'RU', 'JP', 'KZ'] as const
    let doubtful = 0
    for (const country of getCountries()) {
      const digits = getExampleNumber(country, examples)?.number.slice(1) ?? ''
      for (const reader of readers) {
        const reading = readPhoneNumber(digits, reader)
        if (reading.kind !== 'number' || reading.otherReading === null) continue
        doubtful++
        const [repair] = findDoubt(digits, reader)?.repairs ?? []
        expect(parsePhoneNumber(repair?.value ?? '', reader)?.e164, `${digits} in ${reader}`).toBe(reading.otherReading)
      }
    }
    expect(doubtful).toBeGreaterThan(5)
  })

  it('a repair leaves digits that stand in the cell, with no more than a 0 or a country in front, or a prefix less', () => {
    const national = fc.constantFrom(...getCountries()).chain((country) => {
      const example = getExampleNumber(country, examples)
      const e164 = example?.number ?? '+12125550100'
      return fc.constantFrom(
        e164,
        e164.slice(1),
        example?.nationalNumber ?? '',
        example?.formatNational() ?? '',
        `00${e164.slice(1)}`,
      )
    })
    const number = fc.oneof(national, fc.integer({ min: 100_000, max: 999_999_999_999 }).map(String))
    const around = fc.constantFrom('', '', 'tel ', 'p:', '\u202a', "'", '"', 'Mobil ')
    const behind = fc.constantFrom(
      '',
      '',
      ',00',
      '.0',
      ' home',
      ' (work)',
      '\u202c',
      ' 4155552671',
      '; 4155552671',
      ' / 0171 1234567',
    )
    const country = fc.constantFrom<CountryCode>('US', 'DE', 'IN', 'GB', 'IT', 'BR', 'MX', 'JP', 'CO', 'AT', 'RU', 'FR')
    fc.assert(
      fc.property(around, number, behind, country, (before, middle, after, home) => {
        const text = `${before}${middle}${after}`
        if (parsePhoneNumber(text, home)) return
        const damage = findPhoneDamage(text, home)
        const written = text.replace(/\D/g, '')
        for (const { choice, value } of damage?.repairs ?? []) {
          const number = parsePhoneNumber(value, home)
          expect(number).not.toBeNull()
          if (value.startsWith('+') && !text.includes('+')) expect(choice).toMatch(/^[A-Z]{2}~?$|^first$|^second$/)
          if (damage?.damage === 'PHONE_OLD_PREFIX') continue
          if (damage?.damage === 'HTML_ENTITIES' || damage?.damage === 'PHONE_TWO_NUMBERS') {
            expect(written).toContain(value.replace(/\D/g, ''))
            continue
          }
          // All digits without added decimals, read by the phone rules in three ways: at home, with a +, and with a 0
          // in front.
          const whole =
            damage?.damage === 'PHONE_DECIMALS' ? written.replace(after.includes('00') ? /00$/ : /0$/, '') : written
          const digits = text.includes('+') ? `+${whole}` : whole
          const readings = [
            readPhoneNumber(digits, home),
            readPhoneNumber(`+${whole}`, null),
            readPhoneNumber(`0${whole}`, home),
          ]
          const possible = readings.flatMap((one): { e164: string }[] => {
            if (one.kind === 'number') return [one]
            return one.kind === 'ambiguous' ? one.readings : []
          })
          expect(possible.map(({ e164 }) => e164)).toContain(number?.e164)
        }
        const ways = new Set(damage?.repairs.map(({ value }) => parsePhoneNumber(value, home)?.e164))
        if (/^\d{6,15}$/.test(text) && ways.size === 1) {
          const others = [parsePhoneNumber(`+${text}`, null), parsePhoneNumber(`0${text}`, home)]
          const assigned = others.flatMap((one) => (one && isAssignedNumber(one.e164) ? [one.e164] : []))
          for (const one of assigned) expect(damage?.damage === 'PHONE_OLD_PREFIX' || ways.has(one)).toBe(true)
        }
      }),
      { numRuns: 5_000 },
    )
  }, 60_000)
})

it.each([
  ['14155600000', true],
  ['+14155600000', true],
  ['491511000000', true],
  [' 4155500000 ', true],
  ['14155552671', false],
  ['1 (415) 870-0000', false],
  ['10000000', false],
  ['0800 100000', false],
  ['0000000000', false],
])('%s is perhaps cut short: %s', (value, expected) => {
  expect(isPerhapsCut(value)).toBe(expected)
})

it('every reading keeps its extension, and those of one country are told apart with one too', () => {
  expect(findPhoneDamage('690-402-9247 x44', 'US')?.repairs).toEqual([
    { choice: 'TK', value: '+6904029247;ext=44' },
    { choice: 'US', value: '+16904029247;ext=44' },
  ])
  expect(findPhoneDamage('491711234567 x12', 'DE')?.repairs.map(({ value }) => value)).toEqual([
    '+491711234567;ext=12',
    '+49491711234567;ext=12',
  ])
})
