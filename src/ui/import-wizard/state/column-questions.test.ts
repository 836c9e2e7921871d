import { describe, expect, it } from 'vitest'
import type { Mapping } from '@/domain/mappings/mapping.rules'
import { profileColumn } from '@/ui/import-wizard/worker/column-profile'
import { consentDateAnswer, countryAnswer, leaveOutQuestions, spareQuestions, timeAnswer } from './column-questions'
import { mappingOf, suggestMapping } from './suggest-mapping'
import type { Draft } from './wizard-state'

/** Makes the draft of a file in the map step, with the suggestions accepted. */
function draftOf(file: Record<string, readonly string[]>, change: (mapping: Mapping) => Mapping = (same) => same) {
  const entries = Object.entries(file)
  const rows = (entries[0]?.[1] ?? []).map((_, row) => entries.map(([, cells]) => cells[row] ?? ''))
  const columns = entries.map(([name], column) => ({
    name,
    profile: profileColumn(name, rows, column, entries.length),
  }))
  const mapping = change(mappingOf(columns, suggestMapping(columns, [])))
  return { preview: { columns } as unknown as Draft['preview'], mapping }
}

const PHONES = ['+14155552671', '+14155552672', '+14155552673']

describe('who is not to be called', () => {
  it.each([
    ['Do Not Call', ['TRUE', 'FALSE', 'no'], 1],
    ['DNC', ['1', '0', '1'], 2],
    ['Opted Out', ['', '2026-03-01', ''], 1],
    ['Unsubscribed', ['yes', 'n', 'Y'], 2],
    ['do_not_contact', ['x', '', ''], 1],
    ['Nicht anrufen', ['ja', 'nein', 'nein'], 1],
    ['Ne pas appeler', ['oui', 'non', 'oui'], 2],
    ['No llamar', ['sí', 'no', 'no'], 1],
    ['Do not call reason', ['asked us to stop', '', ''], 1],
    ['Call opt-out', ['opted out', 'opted in', ''], 1],
    ['DoNotCall', ['true', 'false', 'false'], 1],
  ])('is found under %s: %j', (name, cells, rows) => {
    expect(leaveOutQuestions(draftOf({ Phone: PHONES, [name]: cells }))).toMatchObject([
      { name, target: 'doNotCall', rows, on: true },
    ])
  })

  it.each([
    ['OK to call', ['no', 'yes', 'yes'], 1],
    ['Consent', ['no', 'no', 'yes'], 2],
    ['Opt-in', ['false', 'true', ''], 1],
    ['May we call you?', ['N', 'Y', 'Y'], 1],
    ['TCPA consent', ['withdrawn', 'given', 'given'], 1],
    ['Einwilligung', ['nein', 'ja', 'ja'], 1],
    ['Darf angerufen werden', ['ja', 'nein', 'ja'], 1],
  ])('is found under %s, the other way round: %j', (name, cells, rows) => {
    expect(leaveOutQuestions(draftOf({ Phone: PHONES, [name]: cells }))).toMatchObject([
      { name, target: 'mayCall', rows, on: true },
    ])
  })

  it.each([
    ['Email opt out', ['yes', 'no', 'no']],
    ['Unsubscribed from all email', ['true', 'true', 'false']],
    ['SMS opt-out', ['yes', 'no', 'no']],
    ['HasOptedOutOfFax', ['1', '0', '0']],
    ['Do Not Call', ['no', 'no', '']],
    ['Consent', ['yes', 'yes', 'yes']],
    ['Notes', ['yes', 'no', 'no']],
  ])('is not asked about under %s: %j', (name, cells) => {
    expect(leaveOutQuestions(draftOf({ Phone: PHONES, [name]: cells }))).toEqual([])
  })

  it.each([
    ['Consent', ['Web form', 'Signed paper', 'By phone in May'], 3],
    ['Consent', ['Withheld', 'Signed paper', 'no'], 3],
    ['Consent', ['yes', 'under review', 'see notes'], 2],
    ['Removed', ['no', 'asked us to stop', 'wrote in May'], 2],
    ['Removed', ['TRUE', 'asked us to stop', 'wrote in May'], 3],
  ])('is asked where words under %s are unknown: %j', (name, cells, rows) => {
    expect(leaveOutQuestions(draftOf({ Phone: PHONES, [name]: cells }))).toMatchObject([{ name, rows, on: false }])
  })

  it('is not asked of free texts that fill a variable', () => {
    const file = { Phone: PHONES, Consent: ['Web form', 'Signed paper', 'By phone in May'] }
    const draft = draftOf(file, (mapping) => ({ ...mapping, columns: ['phoneNumber', 'variable:consent'] }))
    expect(leaveOutQuestions(draft)).toEqual([])
  })

  it('is asked of every such column, and stays a question when the answer is no', () => {
    const file = { Phone: PHONES, 'Do Not Call': ['TRUE', 'FALSE', 'FALSE'], 'Opted Out': ['No', 'No', 'Yes'] }
    expect(leaveOutQuestions(draftOf(file))).toHaveLength(2)
    const called = draftOf(file, (mapping) => ({ ...mapping, columns: ['phoneNumber', null, 'doNotCall'] }))
    expect(leaveOutQuestions(called).map(({ on }) => on)).toEqual([false, true])
  })
})

describe('the country of the number', () => {
  it.each([
    ['Country', ['Mexico', 'United Kingdom', '']],
    ['country_code', ['MX', 'GB', '']],
    ['phone_code', ['52', '44', '']],
    ['Dial code', ['+52', '+44', '']],
    ['Land', ['Mexiko', 'Vereinigtes Königreich', '']],
    ['Pays', ['Mexique', 'Royaume-Uni', '']],
    ['País', ['México', 'Reino Unido', '']],
    ['Country/Region', ['MEX', 'GBR', '']],
    ['ISD', ['0052', '0044', '']],
  ])('is suggested under %s: %j', (name, cells) => {
    const draft = draftOf({ Phone: PHONES, [name]: cells })
    expect(draft.mapping.columns[1]).toBe('phoneCountry')
    expect(countryAnswer(draft, '1')).toMatchObject({ name, used: true, blank: 1, unread: 0 })
  })

  it.each([
    ['Country', ['North', 'South', 'West']],
    ['Country of birth', ['Mexico', 'Mexico', 'Germany']],
    ['Nationality', ['MX', 'DE', 'FR']],
    ['State', ['CA', 'DE', 'GA']],
    ['Language', ['de', 'fr', 'es']],
    ['Country ID', ['1', '44', '52']],
  ])('is not under %s: %j', (name, cells) => {
    expect(draftOf({ Phone: PHONES, [name]: cells }).mapping.columns[1]).toBeNull()
  })

  it('that is left out is told where it says another one than the default', () => {
    const leftOut = (cells: readonly string[]) =>
      draftOf({ Phone: PHONES, Country: cells }, (mapping) => ({ ...mapping, columns: ['phoneNumber', null] }))
    expect(countryAnswer(leftOut(['Mexico', 'Canada', 'Germany']), '1')).toMatchObject({ used: false, others: 2 })
    expect(countryAnswer(leftOut(['USA', 'US', 'Canada']), '1')).toBeNull()
  })
})

describe('the rest of a number', () => {
  it('is joined to its area code where it lacks one', () => {
    const short = draftOf({ Vorwahl: ['030', '0171', '089'], Rufnummer: ['901820', '1234567', '123456'] })
    expect(short.mapping.columns).toEqual(['phoneAreaCode', 'phoneNumber'])
    const us = draftOf({ 'Area code': ['415', '212', '650'], Phone: ['555-2671', '555-2672', '555-2673'] })
    expect(us.mapping.columns).toEqual(['phoneAreaCode', 'phoneNumber'])
    const whole = draftOf({ 'Area code': ['415', '212', '650'], Phone: PHONES })
    expect(whole.mapping.columns).toEqual([null, 'phoneNumber'])
  })

  it('can be filled from another column, which is offered and not done', () => {
    const draft = draftOf({
      'Phone 1 - Value': ['+14155552671', '+14155552672', ''],
      'Phone 2 - Value': ['', '', '+14155552674'],
      'Emergency phone': PHONES,
    })
    expect(draft.mapping.columns).toEqual(['phoneNumber', null, null])
    expect(spareQuestions(draft)).toMatchObject([{ name: 'Phone 2 - Value', fallback: 'phoneFallback', on: false }])
  })
})

describe('when to call', () => {
  it.each([
    [['2027-01-31 00:00:00', '2027-02-28 00:00', '2027-03-01T00:00:00Z'], { midnight: true, alone: false }],
    [['3/4/2027 12:00 AM', '3/5/2027 12:00 AM', ''], { midnight: true }],
    [['2027-03-04', '46450', '4 March 2027'], { midnight: false, alone: true }],
    [['2027-03-04 09:30', '2027-03-04 00:00', ''], { midnight: false, alone: false, unordered: false }],
    [['3/4/2027 9:30 AM', '04.03.2027 09:30', '2027-03-04 9:30'], { unordered: true, midnight: false }],
    [['2027-03-04T09:30:00+0100', '', ''], { unordered: true }],
  ])('is told of %j', (cells, expected) => {
    expect(timeAnswer(draftOf({ Phone: PHONES, 'Call At': cells }))).toMatchObject(expected)
  })
})

describe('the columns of a consent', () => {
  const file = (changes: Record<string, readonly string[]> = {}): Record<string, readonly string[]> => ({
    ...{ Name: ['Ada', 'Bo', 'Cy'], Phone: PHONES },
    ...{ 'Consent type': ['Signed', 'Opt-in', ''], 'Opt-in date': ['2026-11-01', '2026-11-02 16:00', ''] },
    ...{ 'Consent source': ['Shop', 'Web page', ''] },
    ...changes,
  })
  const targetsOf = (of: Record<string, readonly string[]>) => draftOf(of).mapping.columns.slice(2)

  it('are taken where basis, date and source are there, with the text where there is one', () => {
    expect(targetsOf(file())).toEqual(['consentBasis', 'consentAt', 'consentSource'])
    expect(targetsOf(file({ 'Consent text': ['Call me.', '', ''] }))).toEqual([
      'consentBasis',
      'consentAt',
      'consentSource',
      'consentText',
    ])
  })

  it.each(['Consent type', 'Opt-in date', 'Consent source'])('are none without “%s”, as before', (name) => {
    const { [name]: _, ...others } = file()
    const consents = targetsOf(others).filter((target) => target?.startsWith('consent'))
    expect(consents).toEqual([])
  })

  it('are none where the cells say no basis, so that no row is turned away', () => {
    expect(targetsOf(file({ 'Consent type': ['Facebook', 'Google', 'Signed'] }))).toEqual([null, 'mayCall', null])
  })

  it('leave a column that says who may be called to say so, and do not keep its answers as a text', () => {
    const answers = { 'Opt-in wording': ['No', 'yes', 'yes'] }
    expect(targetsOf(answers)).toEqual([])
    expect(targetsOf(file(answers))).toEqual(['consentBasis', 'consentAt', 'consentSource', 'mayCall'])
    expect(targetsOf(file({ 'Opt-in wording': ['Call me.', 'Call me.', ''] })).at(3)).toBe('consentText')
  })

  it('may have been taken for answers, since a “no” is a fault there', () => {
    const { 'Consent source': source = [], ...others } = file()
    expect(targetsOf({ ...others, 'Opt-in page': source })).toEqual(['consentBasis', 'consentAt', 'consentSource'])
  })

  it('ask for the order of their dates where it is needed', () => {
    const days = { 'Opt-in date': ['01/11/2026', '02/11/2026', ''] }
    expect(consentDateAnswer(draftOf(file(days)))).toEqual({
      name: 'Opt-in date',
      example: '01/11/2026',
      unordered: true,
    })
    expect(consentDateAnswer(draftOf(file({ 'Opt-in date': ['1/11/2026 9:30', '', ''] })))?.unordered).toBe(true)
    expect(consentDateAnswer(draftOf(file()))).toBeNull()
    const chosen = draftOf(file(), (mapping) => ({ ...mapping, dateOrder: 'dmy' }))
    expect(consentDateAnswer(chosen)).toMatchObject({ unordered: false })
    expect(consentDateAnswer(draftOf({ Phone: PHONES, 'Consent date': ['1/11/2026', '', ''] }))).toBeNull()
  })
})
