import { expect, it } from 'vitest'
import { EMPTY_MAPPING, type Mapping } from '@/domain/mappings/mapping.rules'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { sentContacts } from '@/testing/sent-contacts'
import { agentRules, NOW_MS } from '@/testing/validation-context'
import { ImportTable } from './import-table'
import { readFile } from './read-file'

const ROWS = [
  ['Ada', '+14155552671', 'TRUE', 'No', '4/3/2027 17:00'],
  ['Ben', '+14155552672', 'FALSE', 'No', '4/3/2027 17:00'],
  ['Cyn', '+14155552673', 'FALSE', 'Yes', '13/3/2027 17:00'],
]

async function open() {
  const reading = { override: {}, onProgress: () => {}, signal: new AbortController().signal }
  const csv = writeCsv(['Name', 'Phone', 'Do Not Call', 'Opted Out', 'Call At'], ROWS)
  const table = new ImportTable(await readFile(new Blob([csv]), reading))
  const organization = { country: 'US' as const, normalizationEnabled: false, premiumNumbersRefused: false }
  const judge = (change: Partial<Mapping>) =>
    table.review.judge(
      { mapping: { ...EMPTY_MAPPING, ...change }, options: {}, agent: agentRules(), organization },
      NOW_MS,
    )
  return { table, judge }
}

it('rows that the file says are not to be called are left out, counted, and taken back in by hand for good', async () => {
  const { table, judge } = await open()
  const columns = ['name', 'phoneNumber', 'doNotCall', 'doNotCall', null] as const
  expect(await judge({ columns })).toMatchObject({ rows: 3, valid: 1, faulty: 0, leftOut: 2, forbidden: 2 })
  expect(sentContacts(table).contacts.map(({ name }) => name)).toEqual(['Ben'])

  const { summary } = await table.review.leaveOut([0], false)
  expect(summary).toMatchObject({ valid: 2, leftOut: 1, forbidden: 1 })
  // A new judging for another reason keeps the operator's decision.
  expect(await judge({ columns, constants: { timezone: 'America/New_York' } })).toMatchObject({ valid: 2, leftOut: 1 })
  expect((await table.review.undo()).summary).toMatchObject({ valid: 1, leftOut: 2, forbidden: 2 })
  // When a column is not mapped any more, its rows come back.
  expect(await judge({ columns: ['name', 'phoneNumber', null, 'doNotCall', null] })).toMatchObject({
    valid: 2,
    leftOut: 1,
  })
  expect(await judge({ columns: ['name', 'phoneNumber', null, null, null] })).toMatchObject({ valid: 3, leftOut: 0 })
})

it('times are read in the order that was chosen, in no other, and typed ones too', async () => {
  const { table, judge } = await open()
  const columns = ['name', 'phoneNumber', null, null, 'scheduledAt'] as const
  expect(await judge({ columns })).toMatchObject({ valid: 0, faults: [{ code: 'SCHEDULED_AT_INVALID', rows: 3 }] })
  expect(await judge({ columns, dateOrder: 'mdy' })).toMatchObject({ valid: 2, faulty: 1 })
  expect(sentContacts(table).contacts[0]?.scheduledAt).toBe('2027-04-03 17:00')
  expect(await judge({ columns, dateOrder: 'dmy' })).toMatchObject({ valid: 3 })
  expect(sentContacts(table).contacts[0]?.scheduledAt).toBe('2027-03-04 17:00')
  await table.review.edit([{ row: 0, target: 'scheduledAt', value: '5/3/2027 5:30 PM' }])
  expect(sentContacts(table).contacts[0]?.scheduledAt).toBe('2027-03-05 17:30')
})
