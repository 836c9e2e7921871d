import { describe, expect, it } from 'vitest'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import {
  CONTACT_FIELD_NAMES,
  CONTACT_FIELD_TABLE,
  CONTACT_FIELDS,
  fieldsBeside,
  LATER_FIELDS,
} from './contact-fields.rules'
import { judgeContact } from './judge-contact.rules'
import { prepareValidation } from './prepare-validation.rules'

const fields = Object.entries(CONTACT_FIELD_TABLE)

it('are these, in this order, with these names for an operator', () => {
  expect(fields.map(([field, { label }]) => [field, label])).toEqual([
    ['name', 'Name'],
    ['phoneNumber', 'Phone number'],
    ['phoneNumberExt', 'Extension'],
    ['timezone', 'Timezone'],
    ['scheduledAt', 'Scheduled at'],
    ['toEmailAddress', 'Email'],
    ['externalId', 'External id'],
  ])
  expect(CONTACT_FIELDS).toEqual(fields.map(([field]) => field))
  expect(CONTACT_FIELD_NAMES).toEqual(new Set(CONTACT_FIELDS))
})

it('one came later: whoever declares a variable of its name has no such field', () => {
  expect([...LATER_FIELDS]).toEqual(['externalId'])
  expect(fieldsBeside([{ name: 'account_id' }])).toEqual(CONTACT_FIELDS)
  expect(fieldsBeside([{ name: 'externalId' }])).toEqual(CONTACT_FIELDS.filter((field) => field !== 'externalId'))
})

describe('other names', () => {
  const aliases = fields.flatMap(([_, { aliases }]) => [...aliases])

  it('are folded, and of one field each', () => {
    for (const alias of aliases) expect(alias).toMatch(/^[a-z]+$/)
    expect(new Set(aliases).size).toBe(aliases.length)
  })

  it.each([
    ['phoneNumber', 12],
    ['phoneNumberExt', 5],
    ['timezone', 7],
    ['scheduledAt', 16],
    ['toEmailAddress', 6],
    ['externalId', 3],
    ['name', 0],
  ] as const)('%s has %i', (field, count) => {
    expect(CONTACT_FIELD_TABLE[field].aliases).toHaveLength(count)
  })
})

it('the row of the template is a contact that is accepted, blank where most are', () => {
  const row = Object.fromEntries(fields.map(([field, { example }]) => [field, example]))
  expect(Object.keys(row).filter((field) => row[field] === '')).toEqual(['phoneNumberExt', 'scheduledAt', 'externalId'])
  const prepared = prepareValidation({
    nowMs: NOW_MS,
    agent: agentRules(),
    organization: { country: 'DE', normalizationEnabled: false, premiumNumbersRefused: false },
    options: {},
  })
  expect(judgeContact(row, prepared)).toMatchObject({ ok: true })
})
