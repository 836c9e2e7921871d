import { describe, expect, it } from 'vitest'
import { completeCell, isCompleted, valueFor, writeTime } from './mapped-contact.rules'
import { EMPTY_MAPPING, type Mapping, type Target } from './mapping.rules'

const mapping = (changes: Partial<Mapping>): Mapping => ({ ...EMPTY_MAPPING, ...changes })

describe('what a row gives for a target', () => {
  it('is the cell of its column, also before a constant, and nothing of a row that is too short', () => {
    const columns: Target[] = ['phoneNumber', 'timezone']
    const both = mapping({ columns, constants: { timezone: 'Europe/Berlin' } })
    expect(valueFor(both, 'timezone', ['1', 'Etc/UTC'])).toBe('Etc/UTC')
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
    expect(writeTime(days, 'tomorrow')).toBe('tomorrow')
    expect(writeTime(mapping({}), '01.03.2027 9:30')).toBe('01.03.2027 9:30')
  })
})
