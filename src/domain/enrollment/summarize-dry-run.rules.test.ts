import { expect, test } from 'vitest'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import { NOW_MS, validationContext } from '@/testing/validation-context'
import { summarizeDryRun } from './summarize-dry-run.rules'

const credits = { required: 3, available: 10 }

function summarize(contacts: unknown[], groupByField?: string) {
  const context = validationContext({ options: { groupByField } })
  return summarizeDryRun(contacts.length, validateContacts(contacts, context), credits)
}

function contact(line: number, scheduledAt: string | null, account_id = 'a') {
  return { name: 'John Doe', phoneNumber: `+1415555${line}`, scheduledAt, account_id }
}

test('counts, groups, and the first and last call', () => {
  const contacts = [
    contact(1000, '2026-12-02T10:00:00Z'),
    contact(1001, '2026-12-01T10:00:00Z'),
    contact(1002, '2026-12-05T10:00:00Z', 'b'),
    contact(1000, '2027-01-01T10:00:00Z'),
  ]
  const summary = summarize(contacts)
  expect(summary).toMatchObject({
    total: 4,
    accepted: 3,
    credits,
    warnings: [],
    groups: [],
    firstCallAt: '2026-12-01T10:00:00.000Z',
    lastCallAt: '2026-12-05T10:00:00.000Z',
  })
  expect(summary.rejected.map(({ index }) => index)).toEqual([3])
})

test('reasons are counted, the most frequent first, and name the first contacts of each', () => {
  const doubles = Array.from({ length: 7 }, () => contact(1000, null))
  const { reasons, rejected } = summarize([null, ...doubles, contact(1001, null), { name: 'Ada' }, { name: 'Bo' }])
  expect(reasons).toEqual([
    { code: 'DUPLICATE_PHONE', contacts: 6, indexes: [2, 3, 4, 5, 6] },
    { code: 'PHONE_REQUIRED', contacts: 2, indexes: [9, 10] },
    { code: 'CONTACT_INVALID', contacts: 1, indexes: [0] },
  ])
  expect(reasons.reduce((sum, { contacts }) => sum + contacts, 0)).toBe(rejected.length)
  expect(summarize([contact(1000, null)]).reasons).toEqual([])
})

test('who waits for another cannot be the first', () => {
  const contacts = [contact(1000, '2026-12-02T10:00:00Z'), contact(1001, '2026-12-01T10:00:00Z')]
  expect(summarize(contacts, 'account_id')).toMatchObject({
    groups: [{ value: 'a', size: 2 }],
    firstCallAt: '2026-12-02T10:00:00.000Z',
    lastCallAt: '2026-12-02T10:00:00.000Z',
  })
})

test('without scheduledAt the first allowed moment counts; without accepted contacts there is none', () => {
  const now = new Date(NOW_MS).toISOString()
  expect(summarize([contact(1000, null)])).toMatchObject({ firstCallAt: now, lastCallAt: now })
  expect(summarize([null])).toMatchObject({ accepted: 0, firstCallAt: null, lastCallAt: null })
})
