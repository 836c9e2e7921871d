import { describe, expect, test } from 'vitest'
import { growthAtTenfold } from '@/testing/growth'
import {
  compareContacts,
  compareRows,
  faultsOf,
  KeyIds,
  nameContacts,
  repeatEarlierRow,
} from './compare-contacts.rules'
import type { ContactValues } from './contact-fields.rules'
import type { JudgedContact } from './judge-contact.rules'

const contact: ContactValues = {
  name: 'John Doe',
  phoneNumber: '+15551234567',
  phoneNumberExt: null,
  timezone: 'UTC',
  scheduledAtMs: 0,
  scheduledAtGiven: false,
  toEmailAddress: null,
  externalId: null,
  variables: {},
}

function valid(phoneKey: string, groupValue: string | null = null): JudgedContact {
  return { ok: true, contact, phoneKey, groupValue, warnings: [] }
}

function faulty(phoneKey: string | null): JudgedContact {
  const message = 'The name is missing. Add it.'
  return { ok: false, faults: [{ code: 'NAME_REQUIRED', field: 'name', message }], phoneKey, missingVariables: [] }
}

const strict = { allowDuplicates: false }

describe('compareContacts', () => {
  test('finds duplicates, in valid and in faulty rows', () => {
    const judged = [faulty('a'), valid('a'), valid('b'), valid('a'), faulty('b'), faulty(null), faulty(null)]
    expect([...compareContacts(judged, strict).duplicateOf]).toEqual([-1, -1, -1, 1, 2, -1, -1])
  })

  test('numbers the accepted contacts of each chain', () => {
    const judged = [valid('a', 'g'), valid('a', 'g'), faulty('c'), valid('c', 'h'), valid('b', 'g')]
    const { duplicateOf, chainPosition, chains } = compareContacts(judged, strict)
    expect([...duplicateOf]).toEqual([-1, 0, -1, -1, -1])
    expect([...chainPosition]).toEqual([0, -1, -1, 0, 1])
    expect(chains).toEqual([
      { value: 'g', size: 2 },
      { value: 'h', size: 1 },
    ])
  })

  test('lists chains in the order of their first accepted contacts', () => {
    const judged = [valid('a', 'g'), valid('a', 'h'), valid('b', 'i'), valid('c', 'h')]
    expect(compareContacts(judged, strict).chains.map(({ value }) => value)).toEqual(['g', 'i', 'h'])
  })

  test('compares 100,000 rows, with ten times the work of 10,000', () => {
    const rows = (count: number) =>
      Array.from({ length: count }, (_, row) => valid(`+1${row % (count * 0.9)};`, `chain ${row % (count / 20)}`))
    const { duplicateOf, chains } = compareContacts(rows(100_000), strict)
    expect(duplicateOf.filter((earlier) => earlier >= 0)).toHaveLength(10_000)
    expect(chains).toHaveLength(5_000)
    expect(growthAtTenfold(10_000, rows, (judged) => compareContacts(judged, strict))).toBeLessThan(40)
  })
})

test('compareRows passes over rows that are left out', () => {
  const { duplicateOf, chainPosition, chainSizes } = compareRows(
    {
      leftOut: Uint8Array.of(1, 0, 1, 0, 0),
      valid: Uint8Array.of(1, 1, 1, 1, 1),
      phoneIds: Int32Array.of(0, 0, 1, 0, 1),
      chainIds: Int32Array.of(0, 0, 0, 0, 0),
      phoneCount: 2,
      chainCount: 1,
    },
    strict,
  )
  expect([...duplicateOf]).toEqual([-1, -1, -1, 1, -1])
  expect([...chainPosition]).toEqual([-1, 0, -1, -1, 1])
  expect([...chainSizes]).toEqual([2])
})

test('faultsOf adds the duplicate in its place and leaves the verdict as it was', () => {
  const judged = faulty('a')
  expect(faultsOf(judged, -1).map(({ code }) => code)).toEqual(['NAME_REQUIRED'])
  expect(faultsOf(judged, 7).map(({ code }) => code)).toEqual(['NAME_REQUIRED', 'DUPLICATE_PHONE'])
  expect(faultsOf(judged, -1)).toHaveLength(1)
  expect(faultsOf(valid('a'), -1)).toEqual([])
  expect(faultsOf(valid('a'), 7)).toEqual([
    {
      code: 'DUPLICATE_PHONE',
      field: 'phoneNumber',
      message: 'The contact at index 7 has the same phone number. Remove one of them, or allow duplicates.',
    },
  ])
})

test('nameContacts: an index becomes what the operator calls the contact, however large', () => {
  for (const earlier of [0, 120, 1_203_004]) {
    const [fault] = faultsOf(valid('+1;'), earlier)
    const message = `It is late. ${fault?.message}`
    const named = nameContacts(message, (index) => `Row ${index + 2}`)
    expect(named).toBe(
      `It is late. Row ${earlier + 2} has the same phone number. Remove one of them, or allow duplicates.`,
    )
    expect(named).not.toContain('index')
  }
  expect(nameContacts('The name is missing. Add it.', () => 'Row 1')).toBe('The name is missing. Add it.')
})

test('KeyIds numbers keys as they come, the same one always the same, and knows no other', () => {
  const ids = new KeyIds()
  expect(['a', null, 'b', 'a'].map((key) => ids.idOf(key))).toEqual([0, -1, 1, 0])
  expect([ids.keyOf(0), ids.keyOf(1), ids.size]).toEqual(['a', 'b', 2])
  expect(() => ids.keyOf(2)).toThrow(new RangeError('No key has the id 2.'))
})

describe('repeatEarlierRow', () => {
  const fault = {
    code: 'DUPLICATE_PHONE',
    field: 'phoneNumber',
    message: 'An earlier row of this file has the same number. Leave one of them out, or allow duplicates.',
  }

  test('turns away a valid contact whose number was enrolled', () => {
    expect(repeatEarlierRow(valid('a'), new Set(['a']))).toEqual({
      ok: false,
      faults: [fault],
      phoneKey: 'a',
      missingVariables: [],
    })
  })

  test('adds to the faults of a faulty one, in their order', () => {
    const judged = { ...faulty('a'), missingVariables: ['plan'] } as JudgedContact
    const repeated = repeatEarlierRow(judged, new Set(['a']))
    expect(repeated).toMatchObject({ ok: false, phoneKey: 'a', missingVariables: ['plan'] })
    expect(repeated.ok ? [] : repeated.faults.map(({ code }) => code)).toEqual(['NAME_REQUIRED', 'DUPLICATE_PHONE'])
  })

  test('leaves every other verdict as it is', () => {
    for (const judged of [valid('b'), faulty('b'), faulty(null)]) {
      expect(repeatEarlierRow(judged, new Set(['a']))).toBe(judged)
    }
  })
})
