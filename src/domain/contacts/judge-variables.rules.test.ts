import { describe, expect, it } from 'vitest'
import { validationContext } from '@/testing/validation-context'
import { groupValueOf } from './judge-variables.rules'
import { prepareValidation } from './prepare-validation.rules'

describe('the group value of a contact that is not judged yet', () => {
  const prepare = (options: Parameters<typeof validationContext>[0]) => prepareValidation(validationContext(options))
  const grouping = prepare({ options: { groupByField: 'account_id' } })

  it('is what its variable will be when it is stored', () => {
    expect(groupValueOf({ account_id: ' ACME ' }, grouping)).toBe('ACME')
    const titleCasing = prepare({ options: { groupByField: 'account_id', normalizeFields: ['account_id'] } })
    expect(groupValueOf({ account_id: ' JEAN-LUC ' }, titleCasing)).toBe('Jean-Luc')
  })

  it('is none where the contact has none, or no chains are made', () => {
    for (const contact of [{}, { account_id: '' }, { account_id: ' ' }, { plan: 'x' }] as Record<string, string>[]) {
      expect(groupValueOf(contact, grouping)).toBeNull()
    }
    expect(groupValueOf({ account_id: 'ACME', null: 'x' }, prepare({}))).toBeNull()
    expect(groupValueOf({}, prepare({ options: { groupByField: 'toString' } }))).toBeNull()
  })
})
