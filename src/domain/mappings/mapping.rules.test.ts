import { describe, expect, it } from 'vitest'
import {
  constantTargets,
  EMPTY_MAPPING,
  filledTargets,
  isNamePart,
  joinName,
  type Mapping,
  nameColumnsOf,
  type Target,
  variableOf,
  variableTarget,
} from './mapping.rules'
import { NAME_PARTS } from './mapping-words.rules'

const mapping = (changes: Partial<Mapping>): Mapping => ({ ...EMPTY_MAPPING, ...changes })

it('an empty mapping fills nothing and reads dates as ISO 8601', () => {
  expect(EMPTY_MAPPING).toEqual({ columns: [], constants: {}, familyNameFirst: false, dateOrder: null })
  expect(filledTargets(EMPTY_MAPPING)).toEqual(new Set())
})

it('a variable is written with its prefix, and a field is none', () => {
  expect(variableTarget('account_id')).toBe('variable:account_id')
  expect(variableOf('variable:account_id')).toBe('account_id')
  expect(variableOf('name')).toBeNull()
})

it('the parts of a name are these, and the whole is none', () => {
  expect(NAME_PARTS.every(isNamePart)).toBe(true)
  expect((['name', 'phoneNumber', 'variable:firstName'] as Target[]).some(isNamePart)).toBe(false)
})

it('what is filled is of columns and constants, blank ones too, and not of columns left out', () => {
  const filled = mapping({ columns: [null, 'name', null], constants: { timezone: '', 'variable:a': 'x' } })
  expect(constantTargets(filled)).toEqual(['timezone', 'variable:a'])
  expect(filledTargets(filled)).toEqual(new Set(['name', 'timezone', 'variable:a']))
})

describe('the columns of a name', () => {
  const columns: Target[] = ['lastName', 'nameSuffix', 'firstName', 'phoneNumber', 'middleName', 'namePrefix']

  it('are in the order in which it is said', () => {
    expect(nameColumnsOf(mapping({ columns }))).toEqual([5, 2, 4, 0, 1])
    expect(nameColumnsOf(mapping({ columns, familyNameFirst: true }))).toEqual([5, 0, 2, 4, 1])
  })

  it('begin with the one that has it whole', () => {
    expect(nameColumnsOf(mapping({ columns: ['lastName', 'name'] }))).toEqual([1, 0])
    expect(nameColumnsOf(mapping({ columns: ['lastName', 'name'], familyNameFirst: true }))).toEqual([1, 0])
  })

  it('are none where no column has a part', () => {
    expect(nameColumnsOf(mapping({ columns: ['phoneNumber', null] }))).toEqual([])
  })
})

it('parts are joined by one blank, without those that are blank', () => {
  expect(joinName([' Ada ', '', '  ', undefined, 'Lovelace'])).toBe('Ada Lovelace')
  expect(joinName([undefined, ' '])).toBe('')
})
