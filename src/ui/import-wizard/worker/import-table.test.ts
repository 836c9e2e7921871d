import Papa from 'papaparse'
import { describe, expect, it } from 'vitest'
import { validateContacts } from '@/domain/contacts/validate-contacts.rules'
import { CONTACTS_PER_BATCH_MAX } from '@/domain/enrollment/enrollment.schema'
import { newId } from '@/domain/ids'
import { importFileSchema } from '@/domain/imports/import.schema'
import { rejectedRowsCsv } from '@/domain/imports/rejected-rows-csv.rules'
import { fingerprintHeader } from '@/domain/mappings/header-fingerprint.rules'
import { contactMapper } from '@/domain/mappings/mapped-contact.rules'
import { type ColumnMapping, EMPTY_MAPPING } from '@/domain/mappings/mapping.rules'
import { sentContacts } from '@/testing/sent-contacts'
import { agentRules } from '@/testing/validation-context'
import { fromSavedMapping, toSavedMapping } from '@/ui/import-wizard/state/map-moves'
import { mappingOf, suggestMapping } from '@/ui/import-wizard/state/suggest-mapping'
import { freezeImport } from './freeze-import'
import { ImportTable } from './import-table'
import { parseText } from './parse-text'
import type { Changed, Judging, RowFilter, TableSummary } from './review-messages'

const agent = agentRules({ variables: [{ name: 'account_id', required: false }] })
const nowMs = Date.parse('2026-11-23T12:00:00Z')

function open(text: string) {
  const format = { encoding: 'utf-8', delimiter: ',', quoted: true } as const
  return new ImportTable({ ...parseText(text, format), format, unreadableCharacters: 0, encodingDoubtful: false })
}

function judgingOf(columns: ColumnMapping, change: Partial<Judging> = {}): Judging {
  return {
    mapping: { ...EMPTY_MAPPING, columns },
    options: {},
    agent,
    organization: { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false },
    ...change,
  }
}

async function judged(table: ImportTable, judging: Judging): Promise<TableSummary> {
  const summary = await table.review.judge(judging, nowMs)
  if (!summary) throw new Error('Another judging came between.')
  return summary
}

function page(table: ImportTable, filter: RowFilter = 'all', from = 0, to = 10) {
  return table.review.page({ filter, find: null }, from, to).rows
}

const request = { importId: newId(), agentId: 'agent.x', fileName: 'x.csv', fingerprint: null, options: {} }

/** Writes the rejection file that the operator gets. */
function rejectedCsv(table: ImportTable, rejected: readonly { row: number; reason: string }[]): string {
  const { columns, cellsOf, readAsOf } = table.freezable()
  const rows = rejected.map(({ row, reason }) => ({ cells: cellsOf(row), readAs: readAsOf(row), reason }))
  return rejectedRowsCsv(columns, rows)
}

const summaryOf = async (change: Promise<Changed>) => (await change).summary

const CONTACTS = `Name,Phone,Zone,account_id
Ada,+1 (212) 555-0100,Eastern Time,a
Bo,n/a,,a
Cy,212-555-0100,,b
Di,+12125550103,us/central,
`
const MAPPING: ColumnMapping = ['name', 'phoneNumber', 'timezone', 'variable:account_id']

describe('ImportTable', () => {
  it('shows the file and the oddities of its rows', () => {
    const table = open('Q3 call list,,\n,,\nName,Phone,Phone\nAnn,1,2\nBo\nCy,1,2,more\nDi,1,2,\n')
    expect(table.preview()).toMatchObject({
      headerRecord: 1,
      rows: 4,
      skippedAbove: 1,
      blankRecords: 1,
      raggedRows: { shorter: 1, longer: 1, firstRecordNumber: 5 },
    })
    expect(table.preview().columns.map(({ name }) => name)).toEqual(['Name', 'Phone', 'Phone (2)', 'Column 4'])
    expect(table.setHeader(null)).toMatchObject({ rows: 6, skippedAbove: 0 })
  })

  it('counts what the rules say, and every row once', async () => {
    const table = open(CONTACTS)
    const summary = await judged(table, judgingOf(MAPPING))
    expect(summary).toMatchObject({
      rows: 4,
      valid: 2,
      faulty: 2,
      duplicates: 0,
      leftOut: 0,
      faults: [
        { code: 'PHONE_INVALID', rows: 1 },
        { code: 'TIMEZONE_INVALID', rows: 1 },
      ],
      fixes: [
        { target: 'timezone', value: 'Eastern Time', isTaken: false, replacements: ['America/New_York'], rows: 1 },
      ],
    })
  })

  it('judges as the server will', async () => {
    const table = open(CONTACTS)
    const judging = judgingOf(MAPPING, { options: { groupByField: 'account_id' } })
    const summary = await judged(table, judging)
    const { contacts, rows } = sentContacts(table)
    const server = validateContacts(contacts, { nowMs, ...judging })
    expect(server.accepted.length).toBe(summary.valid)
    expect(server.rejected.length).toBe(summary.faulty)
    expect(summary.chains.count).toBe(server.chains.length)
    expect(rows).toEqual([0, 1, 2, 3])
  })

  it.each([
    ['1,000 contacts', 1_000, 10, true],
    ['1,001 contacts', 1_001, 10, false],
    ['1,000 contacts with long texts', 1_000, 6_000, false],
    // Of each cell only as much is sent as a spreadsheet accepts.
    ['one contact with a book in a cell', 1, 6_000_000, true],
    ['nobody', 0, 10, false],
  ])('is sent in one call where one takes it: %s', async (_, contacts, length, fits) => {
    const note = 'x'.repeat(length)
    const lines = Array.from({ length: contacts }, (_, n) => `Ada,+1212555${1_000 + n},${note}`)
    const table = open(`Name,Phone,note\n${lines.join('\n')}\nBo,n/a,\n`)
    await judged(table, judgingOf(['name', 'phoneNumber', null]))
    const file = table.freeze(request)
    expect(file !== null).toBe(fits)
    if (file)
      expect(importFileSchema.parse(file).start).toMatchObject({ batches: [contacts], faulty: 1, rows: contacts + 1 })
  })

  it('keeps what is mapped whole, however much stands beside it', async () => {
    const columns = Array.from({ length: 40 }, (_, n) => `c${n}`)
    const table = open(
      `Name,Phone,account_id,${columns}\nAda,+12125550100,${'a'.repeat(1_500)},${columns.map(() => 'y'.repeat(32_000))}\n`,
    )
    await judged(table, judgingOf(['name', 'phoneNumber', 'variable:account_id', ...columns.map(() => null)]))
    const [row] = table.freeze(request)?.chunks[0]?.rows ?? []
    expect(row?.cells.slice(0, 3)).toEqual(['Ada', '+12125550100', 'a'.repeat(1_500)])
    expect(row?.cells.join('').length).toBeLessThan(1_100_000)
  })

  it('sees a fixed cell make another row a duplicate, and undoes it', async () => {
    const table = open(CONTACTS)
    await judged(table, judgingOf(MAPPING))
    const fixed = await summaryOf(table.review.fix('timezone', 'Eastern Time', 'America/New_York'))
    expect(fixed).toMatchObject({
      valid: 2,
      faulty: 2,
      duplicates: 1,
      edits: 1,
      undo: 'changing “Eastern Time” to America/New_York',
      fixes: [],
    })
    const [duplicate] = page(table, 'duplicate', 0, 10)
    expect(duplicate).toMatchObject({ row: 2, recordNumber: 4 })
    expect(duplicate?.faults[1]?.[0]).toContain('Row 2 has the same number')
    expect(await summaryOf(table.review.undo())).toMatchObject({
      valid: 2,
      duplicates: 0,
      edits: 0,
      undo: null,
      redo: 'changing “Eastern Time” to America/New_York',
    })
  })

  it('re-judges an edited row at once, and takes an edit back that restores the file', async () => {
    const table = open(CONTACTS)
    await judged(table, judgingOf(MAPPING))
    expect(
      await summaryOf(table.review.edit([{ row: 1, target: 'phoneNumber', value: '+12125550199' }])),
    ).toMatchObject({ valid: 3, faulty: 1, edits: 1 })
    expect(page(table, 'all', 1, 2)[0]).toMatchObject({ edited: [false, true, false, false] })
    expect(await summaryOf(table.review.edit([{ row: 1, target: 'phoneNumber', value: 'n/a' }]))).toMatchObject({
      valid: 2,
      edits: 0,
    })
  })

  it('leaves rows out, and back in', async () => {
    const table = open(CONTACTS)
    await judged(table, judgingOf(MAPPING))
    expect(await summaryOf(table.review.leaveOutShown({ filter: 'faulty', find: null }, true))).toMatchObject({
      valid: 2,
      faulty: 0,
      leftOut: 2,
    })
    expect(sentContacts(table).rows).toEqual([2, 3])
    expect(await summaryOf(table.review.leaveOut([1], false))).toMatchObject({ valid: 2, faulty: 1, leftOut: 1 })
    await summaryOf(table.review.undo())
    expect(await summaryOf(table.review.undo())).toMatchObject({ leftOut: 0 })
  })

  it('joins first and last name', async () => {
    const table = open('First,Last,Phone\n Ada , Lovelace ,+12125550100\nBo,,+12125550101\n')
    await judged(table, judgingOf(['firstName', 'lastName', 'phoneNumber']))
    expect(sentContacts(table).contacts.map(({ name }) => name)).toEqual(['Ada Lovelace', 'Bo'])
  })

  it('joins all parts of a name in the order that was chosen, and gives all rows a constant', async () => {
    const table = open('Anrede,Nachname,Vorname,Tel\nDr.,Lovelace,Ada,+12125550100\n,Dahl,,+12125550101\n')
    const columns = ['namePrefix', 'lastName', 'firstName', 'phoneNumber'] as const
    const constants = { 'variable:account_id': 'acme', timezone: 'Europe/Berlin' }
    await judged(table, judgingOf([], { mapping: { columns, constants, familyNameFirst: false, dateOrder: null } }))
    expect(sentContacts(table).contacts).toEqual([
      { name: 'Dr. Ada Lovelace', phoneNumber: '+12125550100', timezone: 'Europe/Berlin', account_id: 'acme' },
      { name: 'Dahl', phoneNumber: '+12125550101', timezone: 'Europe/Berlin', account_id: 'acme' },
    ])
    await judged(table, judgingOf([], { mapping: { columns, constants, familyNameFirst: true, dateOrder: null } }))
    expect(sentContacts(table).contacts[0]?.name).toBe('Dr. Lovelace Ada')
    // A value for all rows can still be edited in a single row.
    await table.review.edit([{ row: 1, target: 'variable:account_id', value: 'other' }])
    expect(sentContacts(table).contacts[1]?.account_id).toBe('other')
  })

  it('keeps a joined name that was typed over in the CSV of rejected rows', async () => {
    const table = open('First,Last,Phone\nAda,Lovelace,n/a\n')
    await judged(table, judgingOf(['firstName', 'lastName', 'phoneNumber']))
    await table.review.edit([{ row: 0, target: 'name', value: 'Ada King' }])
    expect(rejectedCsv(table, [{ row: 0, reason: 'No number.' }])).toContain('\r\nAda King,,n/a,,No number.\r\n')
  })

  it('marks every missing variable in its own cell', async () => {
    const strict = {
      ...agent,
      variables: [
        { name: 'account_id', required: true },
        { name: 'plan', required: true },
      ],
    }
    const table = open('Name,Phone\nAda,+12125550100\n')
    await judged(table, judgingOf(['name', 'phoneNumber'], { agent: strict }))
    const [row] = page(table, 'all', 0, 1)
    expect(row?.faults.map((faults) => faults.length)).toEqual([0, 0, 1, 1])
  })

  it('writes rejected rows with their own columns, typed-over cells and the reason last, and reads them back', async () => {
    const table = open(`Name,Phone,Note,rollcall_rejection_reason\n=cmd,n/a,"a, b",old reason\n`)
    await judged(table, judgingOf(['name', 'phoneNumber', null, null]))
    await summaryOf(table.review.edit([{ row: 0, target: 'phoneNumber', value: '+1 212 555 010' }]))
    const csv = rejectedCsv(table, [{ row: 0, reason: 'Not a number.' }])
    expect(csv).toBe(
      '\uFEFFName,Phone,Note,rollcall_read_as,rollcall_rejection_reason\r\n\'=cmd,\'+1 212 555 010,"a, b",,Not a number.\r\n',
    )
    const again = open(csv.slice(1))
    const preview = again.preview()
    const { columns } = mappingOf(preview.columns, suggestMapping(preview.columns, agent.variables))
    expect(columns).toEqual(['name', 'phoneNumber', null, null, null])
    await judged(again, judgingOf(['name', 'phoneNumber', null, null, null]))
    expect(sentContacts(again).contacts).toEqual([{ name: '=cmd', phoneNumber: '+1 212 555 010' }])
  })

  it('carries in the CSV of rejected rows what was typed over a value for all rows, and takes it back in', async () => {
    const table = open('Nom,Tel,Timezone\nAda,n/a,x\nBo,n/a,y\nCy,+12125550100,z\n')
    // The file's Timezone column is left out. One value is right for all rows but one.
    const columns = ['name', 'phoneNumber', null] as const
    const constants = { timezone: 'Europe/Berlin', 'variable:account_id': 'acme' }
    const mapping = { columns, constants, familyNameFirst: false, dateOrder: null }
    await judged(table, judgingOf([], { mapping }))
    const rejected = [0, 1].map((row) => ({ row, reason: 'No number.' }))
    const untouched =
      '\uFEFFNom,Tel,Timezone,rollcall_read_as,rollcall_rejection_reason\r\nAda,n/a,x,,No number.\r\nBo,n/a,y,,No number.\r\n'
    expect(rejectedCsv(table, rejected)).toBe(untouched)
    await table.review.edit([{ row: 1, target: 'timezone', value: 'Asia/Tokyo' }])
    const csv = rejectedCsv(table, rejected)
    expect(csv).toBe(
      '\uFEFFNom,Tel,Timezone,rollcall_value_timezone,rollcall_read_as,rollcall_rejection_reason\r\n' +
        'Ada,n/a,x,Europe/Berlin,,No number.\r\nBo,n/a,y,Asia/Tokyo,,No number.\r\n',
    )
    // A staged import has the same columns and cells.
    expect(table.freezable().columns).toEqual(['Nom', 'Tel', 'Timezone', 'rollcall_value_timezone'])
    expect(table.freezable().cellsOf(1)).toEqual(['Bo', 'n/a', 'y', 'Asia/Tokyo'])

    const again = open(csv.slice(1))
    const { columns: found } = again.preview()
    const names = found.map(({ name }) => name)
    expect(fingerprintHeader(names)).toBe(fingerprintHeader(['Nom', 'Tel', 'Timezone']))
    const recalled = fromSavedMapping(toSavedMapping(mapping, ['Nom', 'Tel', 'Timezone']), names)
    expect(recalled.columns).toEqual(['name', 'phoneNumber', null, 'timezone', null, null])
    expect(recalled.constants).toEqual({ 'variable:account_id': 'acme' })
    expect(mappingOf(found, suggestMapping(found, agent.variables)).columns).toEqual(recalled.columns)
    await judged(again, judgingOf([], { mapping: recalled }))
    expect(sentContacts(again).contacts.map(({ timezone }) => timezone)).toEqual(['Europe/Berlin', 'Asia/Tokyo'])
    // The next rejection file has the column only once.
    await again.review.edit([{ row: 0, target: 'timezone', value: 'Asia/Seoul' }])
    expect(rejectedCsv(again, rejected)).toContain(
      'Nom,Tel,Timezone,rollcall_value_timezone,rollcall_read_as,rollcall_rejection_reason\r\nAda,n/a,x,Asia/Seoul',
    )
  })

  it('keeps cells beyond the header of rows that are turned away, in the CSV and in what is staged', async () => {
    const table = open('Name,Phone\nAda,+12125550100\nBo,n/a,surplus,more\nCy,212-555-0100,,last\n')
    const summary = await judged(table, judgingOf(['name', 'phoneNumber', null, null]))
    expect(summary).toMatchObject({ valid: 1, faulty: 2, duplicates: 1 })
    const columns = ['Name', 'Phone', 'Column 3', 'Column 4']
    const { data } = Papa.parse<string[]>(
      rejectedCsv(
        table,
        [1, 2].map((row) => ({ row, reason: 'No.' })),
      )
        .slice(1)
        .trimEnd(),
      { newline: '\r\n' },
    )
    expect(data.map((cells) => cells.slice(0, 4))).toEqual([
      columns,
      ['Bo', 'n/a', 'surplus', 'more'],
      ['Cy', '212-555-0100', '', 'last'],
    ])
    const frozen = freezeImport(table.freezable(), request)
    expect(frozen.start).toMatchObject({ columns, rows: 3, faulty: 2, batches: [1] })
    const faulty = [...frozen.chunks].filter(({ batch }) => batch === null).flatMap(({ rows }) => rows)
    expect(faulty.map(({ cells, readAs }) => [cells, readAs])).toEqual([
      [['Bo', 'n/a', 'surplus', 'more'], null],
      [['Cy', '212-555-0100', '', 'last'], '+12125550100'],
    ])
  })

  it('tells of a rejected row the number as it was read, in the country of its row, beside what was written', async () => {
    const table = open(
      'Name,Phone,Country\nAda,55 1234 5678,Mexico\n,(415) 555-2671,\nCy,415 555 2671,US\nDi,020 7946 0124,Nowhere\nEd,+14155552671,\n',
    )
    await judged(table, judgingOf(['name', 'phoneNumber', 'phoneCountry']))
    const read = ['+525512345678', '+14155552671', '+14155552671', null, '+14155552671']
    const rejected = read.map((_, row) => ({ row, reason: 'Turned away.' }))
    expect(read.map((_, row) => table.freezable().readAsOf(row))).toEqual(read)
    const { data } = Papa.parse<string[]>(rejectedCsv(table, rejected).trimEnd(), { newline: '\r\n' })
    const kept = read.map((e164) => (e164 === null ? '' : `'${e164}`))
    expect(data.map((cells) => cells.at(-2))).toEqual(['rollcall_read_as', ...kept])

    // A staged import says the same: the number as it was written, and the number as it was read.
    const frozen = table.freezable()
    expect([0, 1, 2, 3, 4].map((row) => frozen.isValid(row))).toEqual([true, false, true, false, false])
    const toContact = contactMapper(frozen.mapping)
    const contactOf = (row: number) => toContact(frozen.cellsOf(row))
    expect([1, 3, 4].map((row) => [contactOf(row).written.phoneNumber, frozen.readAsOf(row)])).toEqual([
      ['(415) 555-2671', '+14155552671'],
      ['020 7946 0124', null],
      ['+14155552671', '+14155552671'],
    ])
    expect(contactOf(0).sent.phoneNumber).toBe('+525512345678')
  })

  it('judges a full batch quickly enough to follow typing', async () => {
    const lines = Array.from({ length: CONTACTS_PER_BATCH_MAX }, (_, row) => `Ada ${row},+1212555${1000 + row},,a`)
    const table = open(`Name,Phone,Zone,account_id\n${lines.join('\n')}\n`)
    expect(await judged(table, judgingOf(MAPPING))).toMatchObject({ valid: CONTACTS_PER_BATCH_MAX })
  })
})
