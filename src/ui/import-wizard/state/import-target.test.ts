import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type ColumnMapping,
  FIELD_TARGETS,
  mapColumn,
  missingTargets,
  type Target,
  variableNameProblem,
} from './import-target'

describe('mapColumn', () => {
  it('takes the target away from the column that had it', () => {
    expect(mapColumn(['phoneNumber', null], 1, 'phoneNumber')).toEqual([null, 'phoneNumber'])
  })

  it('keeps the whole name and its halves apart', () => {
    expect(mapColumn(['firstName', 'lastName', null], 2, 'name')).toEqual([null, null, 'name'])
    expect(mapColumn(['name', null, 'lastName'], 1, 'firstName')).toEqual([null, 'firstName', 'lastName'])
  })

  it('never maps two columns to one target, whatever the order of choices', () => {
    const targets: (Target | null)[] = [...FIELD_TARGETS, 'variable:plan', null]
    const choice = fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom(...targets))
    fc.assert(
      fc.property(fc.array(choice), (choices) => {
        const start: ColumnMapping = [null, null, null, null, null, null]
        const mapping = choices.reduce((current, [column, target]) => mapColumn(current, column, target), start)
        const used = mapping.filter((target) => target !== null)
        expect(new Set(used).size).toBe(used.length)
        if (used.includes('name')) expect(used).not.toContain('firstName')
      }),
    )
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
    expect(missingTargets([null], agent)).toEqual(['name', 'phoneNumber', 'toEmailAddress', 'variable:account_id'])
    expect(missingTargets(['lastName', 'phoneNumber', 'toEmailAddress', 'variable:account_id'], agent)).toEqual([])
  })
})

describe('variableNameProblem', () => {
  it.each(['', ' ', 'name', '__proto__', 'x'.repeat(65), 'plan'])('refuses %j', (name) => {
    expect(variableNameProblem(name, new Set(['plan']))).not.toBeNull()
  })

  it('takes any other', () => {
    expect(variableNameProblem('Company name', new Set())).toBeNull()
  })
})
