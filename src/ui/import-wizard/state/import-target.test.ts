import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ColumnMapping,
  constantTargets,
  EMPTY_MAPPING,
  joinName,
  nameColumnsOf,
  type Target,
} from '@/domain/mappings/mapping.rules'
import { MAPPING_FIELDS, SHARED_TARGETS } from '@/domain/mappings/mapping-words.rules'
import { conflictsWith, mapColumn, missingTargets, setConstant, variableNameProblem } from './import-target'

const mappingOf = (...columns: ColumnMapping) => ({ ...EMPTY_MAPPING, columns })

describe('mapColumn', () => {
  it('takes the target away from the column that had it', () => {
    expect(mapColumn(mappingOf('phoneNumber', null), 1, 'phoneNumber').columns).toEqual([null, 'phoneNumber'])
  })

  it('keeps the whole name and its parts apart', () => {
    expect(mapColumn(mappingOf('firstName', 'lastName', null), 2, 'name').columns).toEqual([null, null, 'name'])
    expect(mapColumn(mappingOf('name', null, 'middleName'), 1, 'firstName').columns).toEqual([
      null,
      'firstName',
      'middleName',
    ])
  })

  it('lets several columns say who is not to be called', () => {
    expect(mapColumn(mappingOf('doNotCall', null), 1, 'doNotCall').columns).toEqual(['doNotCall', 'doNotCall'])
  })

  it('takes back the value that all rows had', () => {
    const constant = setConstant(mappingOf('phoneNumber', null), 'variable:plan', 'pro')
    expect(mapColumn(constant, 1, 'variable:plan')).toMatchObject({
      columns: ['phoneNumber', 'variable:plan'],
      constants: {},
    })
  })
})

describe('any choices in any order', () => {
  const targets: Target[] = [
    ...MAPPING_FIELDS.filter((field) => !SHARED_TARGETS.has(field)),
    'variable:plan',
    'variable:account_id',
  ]
  const columnChoice = fc.record({
    column: fc.integer({ min: 0, max: 5 }),
    target: fc.constantFrom(null, ...targets),
  })
  const constantChoice = fc.record({ target: fc.constantFrom(...targets), value: fc.constantFrom(null, '', 'x') })

  it('never map two columns, or a column and a constant, to one target, nor a whole name beside its parts', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(columnChoice, constantChoice)), (choices) => {
        const mapping = choices.reduce(
          (current, choice) =>
            'column' in choice
              ? mapColumn(current, choice.column, choice.target)
              : setConstant(current, choice.target, choice.value),
          mappingOf(null, null, null, null, null, null),
        )
        const used = [...mapping.columns.filter((target) => target !== null), ...constantTargets(mapping)]
        expect(new Set(used).size).toBe(used.length)
        for (const target of used) {
          expect(used.filter((other) => conflictsWith(target).includes(other))).toEqual([target])
        }
      }),
    )
  })
})

describe('nameColumnsOf', () => {
  it('puts the parts in order, whatever the order of the columns', () => {
    const parts = mappingOf('lastName', 'phoneNumber', 'nameSuffix', 'middleName', 'namePrefix', 'firstName')
    expect(nameColumnsOf(parts)).toEqual([4, 5, 3, 0, 2])
    expect(nameColumnsOf({ ...parts, familyNameFirst: true })).toEqual([4, 0, 5, 3, 2])
    expect(nameColumnsOf(mappingOf('phoneNumber', 'name'))).toEqual([1])
  })

  it('joins them with one blank, without those that are blank', () => {
    expect(joinName(['Dr. ', ' Ada', '', undefined, ' ', 'Lovelace'])).toBe('Dr. Ada Lovelace')
  })
})

describe('missingTargets', () => {
  const agent = {
    variables: [
      { name: 'account_id', required: true },
      { name: 'plan', required: false },
    ],
    emailRequired: true,
  }

  it('names what is needed and not there', () => {
    expect(missingTargets(mappingOf(null), agent)).toEqual([
      'name',
      'phoneNumber',
      'toEmailAddress',
      'variable:account_id',
    ])
    expect(
      missingTargets(mappingOf('lastName', 'phoneNumber', 'toEmailAddress', 'variable:account_id'), agent),
    ).toEqual([])
  })
})

describe('missingTargets of a consent', () => {
  const agent = { variables: [], emailRequired: false }

  it('names the other half, and never the text', () => {
    const lone = mappingOf('name', 'phoneNumber', 'consentAt')
    expect(missingTargets(lone, agent)).toEqual(['consentBasis', 'consentSource'])
    const whole = setConstant(setConstant(lone, 'consentBasis', 'express'), 'consentSource', 'Form')
    expect(missingTargets(whole, agent)).toEqual([])
    expect(missingTargets(mappingOf('name', 'phoneNumber', 'consentText'), agent)).toHaveLength(3)
  })

  it('is nothing where there is none, or a value that is not typed yet', () => {
    expect(missingTargets(setConstant(mappingOf('name', 'phoneNumber'), 'consentBasis', ''), agent)).toEqual([])
  })

  it('takes the place of a variable of its name, and the other way round', () => {
    const variable = mapColumn(mappingOf('consentBasis', 'consentAt', null), 2, 'variable:consent')
    expect(variable.columns).toEqual([null, null, 'variable:consent'])
    expect(mapColumn(variable, 0, 'consentBasis').columns).toEqual(['consentBasis', null, null])
  })
})

describe('missingTargets with constants', () => {
  const agent = { variables: [{ name: 'plan', required: true }], emailRequired: false }

  it('is satisfied by a value for all rows, unless it is blank', () => {
    const mapping = mappingOf('name', 'phoneNumber')
    expect(missingTargets(setConstant(mapping, 'variable:plan', ' '), agent)).toEqual(['variable:plan'])
    expect(missingTargets(setConstant(mapping, 'variable:plan', 'pro'), agent)).toEqual([])
  })

  it('is not satisfied by a name prefix alone', () => {
    expect(missingTargets(mappingOf('namePrefix', 'phoneNumber'), { ...agent, variables: [] })).toEqual(['name'])
  })
})

describe('variableNameProblem', () => {
  it.each([
    ['time_zone', 'time_zone would be taken for the field Timezone. Choose that from the list, or use another name.'],
    [
      'phone_number_2',
      'phone_number_2 would be taken for the field Phone number. Choose that from the list, or use another name.',
    ],
    [
      'Scheduled At',
      'Scheduled At would be taken for the field Scheduled at. Choose that from the list, or use another name.',
    ],
    ['group by field', 'group by field would be taken for groupByField, an option of the API. Use another name.'],
  ])('refuses %s, which the server would turn away in every row', (name, problem) => {
    expect(variableNameProblem(name, new Set())).toBe(problem)
  })

  it.each(['', ' ', 'name', '__proto__', 'x'.repeat(65), 'plan'])('refuses %j', (name) => {
    expect(variableNameProblem(name, new Set(['plan']))).not.toBeNull()
  })

  it('accepts any other name', () => {
    expect(variableNameProblem('Company name', new Set())).toBeNull()
  })
})
