import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  completeCell,
  completedBy,
  contactMapper,
  isCompleted,
  mappingOfSent,
  valueFor,
  writeDate,
} from './mapped-contact.rules'
import { constantTargets, EMPTY_MAPPING, type Mapping, type Target } from './mapping.rules'

const mapping = (changes: Partial<Mapping>): Mapping => ({ ...EMPTY_MAPPING, ...changes })

describe('what a row gives for a target', () => {
  it('is the cell of its column, also before a constant, and nothing of a row that is too short', () => {
    const columns: Target[] = ['phoneNumber', 'timezone']
    const both = mapping({ columns, constants: { timezone: 'Europe/Berlin' } })
    expect(valueFor(both, 'timezone', ['1', 'Etc/UTC'])).toBe('Etc/UTC')
    expect(valueFor(both, 'phoneNumber', ['1', 'Etc/UTC'])).toBe('1')
    expect(valueFor(both, 'timezone', ['1'])).toBe('')
  })

  it('is the constant where no column has it, else nothing', () => {
    const constant = mapping({ constants: { timezone: 'Europe/Berlin' } })
    expect(valueFor(constant, 'timezone', ['x'])).toBe('Europe/Berlin')
    expect(valueFor(constant, 'phoneNumber', ['x'])).toBe('')
  })

  it('is the name of its parts, and parts are of a name alone', () => {
    const parts = mapping({ columns: ['lastName', 'firstName'], constants: { name: 'Nobody', timezone: 'Etc/UTC' } })
    expect(valueFor(parts, 'name', ['Lovelace', 'Ada'])).toBe('Ada Lovelace')
    expect(valueFor(parts, 'timezone', ['Lovelace', 'Ada'])).toBe('Etc/UTC')
    expect(valueFor(mapping({ constants: { name: 'Nobody' } }), 'name', ['x'])).toBe('Nobody')
  })
})

describe('a cell that others complete', () => {
  it.each<[boolean, Target, Partial<Mapping>]>([
    [true, 'scheduledAt', { dateOrder: 'dmy' }],
    [false, 'scheduledAt', { dateOrder: null, columns: ['phoneFallback', 'emailFallback', 'phoneAreaCode'] }],
    [true, 'consentAt', { dateOrder: 'dmy' }],
    [false, 'consentAt', {}],
    [false, 'consentSource', { dateOrder: 'dmy' }],
    [true, 'phoneNumber', { columns: ['phoneFallback'] }],
    [true, 'phoneNumber', { columns: ['phoneAreaCode'] }],
    [false, 'phoneNumber', { columns: ['emailFallback'], dateOrder: 'dmy' }],
    [true, 'toEmailAddress', { columns: ['emailFallback'] }],
    [false, 'toEmailAddress', { columns: ['phoneFallback', 'phoneAreaCode'] }],
    [false, 'name', { columns: ['phoneFallback', 'phoneAreaCode', 'emailFallback'], dateOrder: 'dmy' }],
  ])('%s: %s with %o', (completed, target, changes) => {
    expect(isCompleted(mapping(changes), target)).toBe(completed)
  })

  const columns: Target[] = ['phoneNumber', 'phoneAreaCode', 'phoneFallback', 'toEmailAddress', 'emailFallback']

  it.each<[string, Target, string, string[], string]>([
    ['the area code goes before it', 'phoneNumber', '901820', ['', '030', ''], '030 901820'],
    ['a blank one is that of the other column', 'phoneNumber', ' ', ['', '030', '+1 415'], '+1 415'],
    ['a blank one stays as it is where the other is empty', 'phoneNumber', ' ', ['', '030', ''], ' '],
    ['one that is there stays', 'phoneNumber', '+1 212', ['', '', '+1 415'], '+1 212'],
    ['a blank address is the other one', 'toEmailAddress', '', ['', '', '', '', 'a@b.c'], 'a@b.c'],
    ['an address gets no area code', 'toEmailAddress', 'x@y.z', ['', '030', '', '', 'a@b.c'], 'x@y.z'],
    ['a name is nobody’s business', 'name', '', ['', '030', '+1 415', '', 'a@b.c'], ''],
  ])('%s', (_, target, cell, cells, value) => {
    expect(completeCell(mapping({ columns }), target, cell, cells)).toBe(value)
  })

  it('a row without the other column keeps its cell', () => {
    expect(completeCell(mapping({ columns: ['phoneNumber'] }), 'phoneNumber', ' ', [' '])).toBe(' ')
  })

  it('a time is written in the order that was chosen, and stays where it does not read in it', () => {
    const days = mapping({ dateOrder: 'dmy' })
    expect(completeCell(days, 'scheduledAt', '01.03.2027 9:30', [])).toBe('2027-03-01 09:30')
    expect(writeDate(days, 'scheduledAt', 'tomorrow')).toBe('tomorrow')
    expect(writeDate(mapping({}), 'scheduledAt', '01.03.2027 9:30')).toBe('01.03.2027 9:30')
  })
})

describe('a date', () => {
  it.each([
    ['consentAt', '01.03.2027', '2027-03-01'],
    ['consentAt', '01.03.2027 9:30', '2027-03-01 09:30'],
    ['consentAt', '2027-03-01', '2027-03-01'],
    ['consentAt', 'soon', 'soon'],
    // Nobody is called at a day.
    ['scheduledAt', '01.03.2027', '01.03.2027'],
  ] as const)('of %s, %s, is written %s', (target, text, iso) => {
    expect(writeDate(mapping({ dateOrder: 'dmy' }), target, text)).toBe(iso)
    expect(completeCell(mapping({ dateOrder: 'dmy' }), target, text, [])).toBe(iso)
    expect(writeDate(mapping({}), target, text)).toBe(text)
  })
})

describe('the column that another completes', () => {
  it.each<[Target, Target | null]>([
    ['phoneAreaCode', 'phoneNumber'],
    ['phoneFallback', 'phoneNumber'],
    ['emailFallback', 'toEmailAddress'],
    ['phoneNumber', null],
    ['phoneCountry', null],
    ['firstName', null],
    ['variable:plan', null],
  ])('of %s is %s', (target, completed) => {
    expect(completedBy(target)).toBe(completed)
  })
})

describe('a row as a contact', () => {
  const written = (changes: Partial<Mapping>, cells: string[]) => contactMapper(mapping(changes))(cells).written

  it('has its fields and variables, by their own names, and nothing of columns that are left out', () => {
    const columns: (Target | null)[] = ['variable:plan', 'toEmailAddress', null, 'phoneNumber', 'name', 'variable:city']
    expect(written({ columns }, ['Pro', 'a@b.c', 'secret', '+1 212', 'Ada', 'London'])).toEqual({
      name: 'Ada',
      phoneNumber: '+1 212',
      toEmailAddress: 'a@b.c',
      plan: 'Pro',
      city: 'London',
    })
  })

  it('has the fields first, in the order of the table, and then the variables', () => {
    const columns: Target[] = [
      'variable:plan',
      'timezone',
      'phoneNumberExt',
      'phoneNumber',
      'lastName',
      'variable:city',
    ]
    const contact = written({ columns }, ['Pro', 'Etc/UTC', '7', '+1 212', 'Ada', 'London'])
    expect(Object.keys(contact)).toEqual(['name', 'phoneNumber', 'phoneNumberExt', 'timezone', 'plan', 'city'])
  })

  it('has no value that is blank, or that the row is too short for', () => {
    const columns: Target[] = ['name', 'phoneNumber', 'variable:plan', 'variable:city', 'timezone']
    expect(written({ columns }, ['Ada', ' ', '', '\t'])).toEqual({ name: 'Ada' })
    expect(written({ columns }, [])).toEqual({})
    expect(written({ constants: { timezone: ' ', 'variable:plan': '' } }, ['x'])).toEqual({})
  })

  it('keeps blanks around a value: the rules say what they mean', () => {
    expect(written({ columns: ['phoneNumber'] }, [' +1 212 '])).toEqual({ phoneNumber: ' +1 212 ' })
  })

  it('has the constants of all rows', () => {
    const constants = { timezone: 'Europe/Berlin', 'variable:plan': 'Pro' }
    expect(written({ columns: ['phoneNumber'], constants }, ['+1 212'])).toEqual({
      phoneNumber: '+1 212',
      timezone: 'Europe/Berlin',
      plan: 'Pro',
    })
  })

  it('has a name of its parts, also of one alone, and the parts nowhere else', () => {
    const columns: Target[] = ['lastName', 'phoneNumber', 'firstName', 'namePrefix']
    expect(written({ columns }, ['Lovelace', '+1 212', 'Ada', 'Lady'])).toEqual({
      name: 'Lady Ada Lovelace',
      phoneNumber: '+1 212',
    })
    expect(written({ columns, familyNameFirst: true }, ['Lovelace', '', 'Ada', ''])).toEqual({ name: 'Lovelace Ada' })
    expect(written({ columns: ['phoneNumber', 'firstName'] }, ['+1 212', 'Ada'])).toEqual({
      name: 'Ada',
      phoneNumber: '+1 212',
    })
  })

  it('has what other columns complete, and those nowhere else', () => {
    const columns: Target[] = ['phoneAreaCode', 'phoneNumber', 'phoneFallback', 'toEmailAddress', 'emailFallback']
    expect(written({ columns }, ['030', '901820', '+1 415', '', 'a@b.c'])).toEqual({
      phoneNumber: '030 901820',
      toEmailAddress: 'a@b.c',
    })
    expect(written({ columns }, ['030', ' ', '+1 415'])).toEqual({ phoneNumber: '+1 415' })
    expect(written({ columns: ['phoneFallback', 'phoneNumber'] }, ['+1 415'])).toEqual({ phoneNumber: '+1 415' })
    expect(written({ columns: ['scheduledAt', 'mayCall'], dateOrder: 'dmy' }, ['01.03.2027 9:30', 'yes'])).toEqual({
      scheduledAt: '2027-03-01 09:30',
    })
  })

  it('is sent as it is written where no column names a country', () => {
    const contact = contactMapper(mapping({ columns: ['phoneNumber'] }))(['030 901820'])
    expect(contact).toEqual({
      written: { phoneNumber: '030 901820' },
      sent: { phoneNumber: '030 901820' },
      consent: null,
    })
  })

  it.each<[string, Target[], string[], string]>([
    ['read in the country of its row', ['phoneCountry', 'phoneNumber'], ['DE', '030 901820'], '+4930901820'],
    ['read in the country of a later column', ['phoneNumber', 'phoneCountry'], ['030 901820', 'DE'], '+4930901820'],
    ['left alone where the cell is blank', ['phoneNumber', 'phoneCountry'], ['030 901820', ' '], '030 901820'],
    ['left alone where the row is too short', ['phoneNumber', 'phoneCountry'], ['030 901820'], '030 901820'],
    [
      'no number where the cell is no country',
      ['phoneNumber', 'phoneCountry'],
      ['030 901820', 'Atlantis'],
      '030 901820 (no country: Atlantis)',
    ],
  ])('is sent with its number %s', (_, columns, cells, phoneNumber) => {
    const contact = contactMapper(mapping({ columns }))(cells)
    expect(contact).toEqual({ written: { phoneNumber: '030 901820' }, sent: { phoneNumber }, consent: null })
  })
})

describe('the consent of a row', () => {
  const columns: Target[] = ['name', 'consentBasis', 'consentAt', 'consentSource', 'timezone']
  const of = (changes: Partial<Mapping>, cells: string[], timezone: string | null = null) =>
    contactMapper(mapping({ columns, ...changes }), timezone)(cells)

  it('stands beside the contact, read in the time zone of its row, and is nothing of the contact itself', () => {
    expect(of({ dateOrder: 'dmy' }, ['Ada', 'Signed', '01.03.2026', 'Shop', 'America/New_York'])).toEqual({
      written: { name: 'Ada', timezone: 'America/New_York' },
      sent: { name: 'Ada', timezone: 'America/New_York' },
      consent: { basis: 'written', at: '2026-03-01T05:00:00.000Z', source: 'Shop' },
    })
  })

  it('is read in the time zone of contacts without one, else as UTC', () => {
    const cells = ['Ada', 'Signed', '2026-03-01', 'Shop']
    expect(of({}, cells, 'Europe/Berlin').consent?.at).toBe('2026-02-28T23:00:00.000Z')
    expect(of({}, cells).consent?.at).toBe('2026-03-01T00:00:00.000Z')
  })

  it('may have its basis and its source from a value of all rows', () => {
    const constants = { consentBasis: 'express', consentSource: 'Form' }
    const sent = of({ columns: ['name', 'consentAt'], constants }, ['Ada', '2026-03-01'])
    expect(sent.consent).toEqual({ basis: 'express', at: '2026-03-01T00:00:00.000Z', source: 'Form' })
  })

  it('is none where the cells are blank', () => {
    expect(of({}, ['Ada', ' ', '', '']).consent).toBeNull()
  })
})

describe('the mapping of rows that are sent', () => {
  const file = mapping({
    columns: ['phoneAreaCode', null, 'phoneNumber', 'phoneFallback', 'emailFallback', 'lastName', 'firstName'],
    constants: { timezone: 'Etc/UTC', 'variable:plan': 'Pro' },
    familyNameFirst: true,
    dateOrder: 'dmy',
  })

  it('has the kept columns in their order, and all else as it was', () => {
    expect(mappingOfSent(file, [6, 2, 1, 0], [])).toEqual({
      ...file,
      columns: ['firstName', 'phoneNumber', null, 'phoneAreaCode'],
    })
  })

  it('leaves out a column that the file does not have', () => {
    expect(mappingOfSent(file, [99, 2], []).columns).toEqual([null, 'phoneNumber'])
  })

  it('has the carried values behind them, in place of the constants', () => {
    const sent = mappingOfSent(file, [2], ['timezone', 'variable:city'])
    expect(sent.columns).toEqual(['phoneNumber', 'timezone', 'variable:city'])
    expect(sent.constants).toEqual({ 'variable:plan': 'Pro' })
    expect(constantTargets(file)).toEqual(['timezone', 'variable:plan'])
  })

  it('has nothing that would complete a carried value, which is final', () => {
    expect(mappingOfSent(file, [0, 3, 4], ['phoneNumber']).columns).toEqual([
      null,
      null,
      'emailFallback',
      'phoneNumber',
    ])
    expect(mappingOfSent(file, [0, 3, 4], ['toEmailAddress']).columns).toEqual([
      'phoneAreaCode',
      'phoneFallback',
      null,
      'toEmailAddress',
    ])
  })

  it('reads times in the file’s order, but carried ones as they stand', () => {
    expect(mappingOfSent(file, [], ['timezone']).dateOrder).toBe('dmy')
    expect(mappingOfSent(file, [], ['scheduledAt']).dateOrder).toBeNull()
    expect(mappingOfSent(file, [], ['timezone', 'consentAt']).dateOrder).toBeNull()
  })

  it('makes the same contacts as the file, with the carried values in the place of its own', () => {
    const uncompleted: Target[] = ['toEmailAddress', 'timezone', 'scheduledAt', 'phoneNumberExt', 'variable:plan']
    const cell = fc.constantFrom('', ' ', 'x', '030', '0171 5550123', '+1 212 555 0123', '01.03.2027 9:30')
    const anyRow = fc.array(cell, { minLength: 7, maxLength: 7 })
    fc.assert(
      fc.property(anyRow, fc.uniqueArray(fc.constantFrom(...uncompleted)), fc.array(cell), (row, carried, given) => {
        const values = carried.map((_, index) => given[index] ?? '')
        const every = row.map((_, column) => column)
        const sent = contactMapper(mappingOfSent(file, every, carried))([...row, ...values])
        const expected: Record<string, string> = contactMapper(file)(row).written
        for (const [index, target] of carried.entries()) {
          const name = target.replace('variable:', '')
          const value = values[index] ?? ''
          if (value.trim() === '') delete expected[name]
          else expected[name] = value
        }
        expect(sent.written).toEqual(expected)
      }),
    )
  })
})
