import { describe, expect, it } from 'vitest'
import { prepareValidation } from '@/domain/contacts/prepare-validation.rules'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import {
  countryOfRow,
  describeForeignNumber,
  describeMissingCountry,
  inCountryOfRow,
  isCountryMissing,
  judgeInCountry,
  rowCountryOf,
} from './row-country.rules'

describe('the country of a row', () => {
  it.each([
    ['Germany', { kind: 'country', country: 'DE' }],
    ['', { kind: 'default' }],
    ['  ', { kind: 'default' }],
    ['Atlantis', { kind: 'unread' }],
  ])('%j is %o, asked twice too', (cell, country) => {
    expect(rowCountryOf(cell)).toEqual(country)
    expect(rowCountryOf(cell)).toEqual(country)
  })

  it('is known of no more cells than there may be, and then read again', () => {
    const first = rowCountryOf('Germany')
    expect(rowCountryOf('Germany')).toBe(first)
    for (let n = 0; n < 5_001; n++) rowCountryOf(`no country ${n}`)
    expect(rowCountryOf('Germany')).not.toBe(first)
    expect(rowCountryOf('Germany')).toEqual(first)
  })

  it.each([
    ['the default one without a column', null, 'US', 'US'],
    ['that of its cell', 'Germany', 'US', 'DE'],
    ['the default one of a blank cell', ' ', 'US', 'US'],
    ['none of a cell that is none', 'Atlantis', 'US', null],
    ['none where there is no default', '', null, null],
  ] as const)('is %s', (_, cell, defaultCountry, country) => {
    expect(countryOfRow(cell, defaultCountry)).toBe(country)
  })
})

describe('a number without a country', () => {
  it.each([
    [true, '030 901820', 'Atlantis'],
    [false, '030 901820', 'Germany'],
    [false, '030 901820', ''],
    [false, '030 901820', null],
    [false, ' ', 'Atlantis'],
    [false, ' +49 30 901820', 'Atlantis'],
    [false, '＋49 30 901820', 'Atlantis'],
    [false, 'tel:+493090182', 'Atlantis'],
    [false, 'TEL: +493090182', 'Atlantis'],
    [true, '49 + 30', 'Atlantis'],
    [true, 'tel:030901820', 'Atlantis'],
  ])('%s: %j beside %j', (missing, phoneNumber, cell) => {
    expect(isCountryMissing(phoneNumber, cell)).toBe(missing)
  })

  it('is told with what stands there, cut', () => {
    expect(describeMissingCountry(' Atlantis ')).toBe(
      '“Atlantis” is no country to read the number in. Write its name or code, such as Germany, DE or +49, or write the number with +.',
    )
    expect(describeMissingCountry('x'.repeat(41))).toContain(`“${'x'.repeat(40)}”`)
  })
})

describe('a contact as it is sent', () => {
  it.each([
    ['in E.164 of its country', '030 901820', 'Germany', '+4930901820'],
    ['with its extension', '030 901820 x12', 'Germany', '+4930901820;ext=12'],
    ['as it is in the default country', '030 901820', ' ', '030 901820'],
    ['as it is with its +', '+1 415 555 2671', 'Germany', '+1 415 555 2671'],
    ['marked where its country has no such number', ' 1 ', 'Germany', '1 (in Germany)'],
    ['marked where the country is none', ' 030 901820 ', ' Atlantis ', '030 901820 (no country: Atlantis)'],
    ['marked shortly', '1', 'A'.repeat(50), `1 (no country: ${'A'.repeat(28)})`],
  ])('is %s', (_, phoneNumber, cell, sent) => {
    expect(inCountryOfRow({ name: 'Ada', phoneNumber }, cell)).toEqual({ name: 'Ada', phoneNumber: sent })
  })

  it('is as it is without a number', () => {
    expect(inCountryOfRow({ name: 'Ada' }, 'Germany')).toEqual({ name: 'Ada' })
    expect(inCountryOfRow({ name: 'Ada' }, 'Atlantis')).toEqual({ name: 'Ada' })
  })
})

it.each([
  [
    '1',
    'Germany',
    '"1" is not a possible phone number in Germany, the country of its row. Check its digits, or write it with + and the country code.',
  ],
  ['1', null, null],
  ['1', '', null],
  ['1', 'Atlantis', null],
  ['+1', 'Germany', null],
])('of %j beside %j it says: %s', (phoneNumber, cell, message) => {
  expect(describeForeignNumber(phoneNumber, cell)).toEqual(message === null ? null : { message })
})

describe('a contact is judged', () => {
  const request = prepareValidation({
    nowMs: NOW_MS,
    agent: agentRules(),
    organization: { country: 'US', normalizationEnabled: false, premiumNumbersRefused: false },
    options: {},
  })
  const judge = (phoneNumber: string | undefined, cell: string | null) =>
    judgeInCountry({ name: 'Ada', ...(phoneNumber !== undefined && { phoneNumber }) }, request, cell, null)

  it('by the rules of the request where its row says no country, or the same one', () => {
    for (const cell of [null, '', 'USA', 'Atlantis']) expect(judge('(415) 555-2671', cell).prepared).toBe(request)
    expect(judge('(415) 555-2671', null).judged).toMatchObject({ ok: true, phoneKey: '+14155552671;' })
  })

  it('by the rules of its own country, which are made once', () => {
    const { judged, prepared } = judge('030 901820', 'Germany')
    expect(judged).toMatchObject({ ok: true, phoneKey: '+4930901820;' })
    expect(prepared).toEqual({ ...request, defaultCountry: 'DE' })
    expect(judge('030 901821', 'DE').prepared).toBe(prepared)
    expect(judge('020 7946 0123', 'GB').prepared).toEqual({ ...request, defaultCountry: 'GB' })
  })

  it('as having no number where its country is none', () => {
    expect(judge('(415) 555-2671', 'Atlantis').judged).toMatchObject({ ok: false })
    expect(judge('+1 415 555 2671', 'Atlantis').judged).toMatchObject({ ok: true })
    expect(judge(undefined, 'Atlantis').judged).toMatchObject({ ok: false })
  })
})
