import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { agentRules } from '@/testing/validation-context'
import { mappingOf, suggestMapping } from '@/ui/import-wizard/state/suggest-mapping'
import { ImportTable } from './import-table'
import { readFile } from './read-file'

const agent = agentRules({
  variables: [
    { name: 'account_id', required: false },
    { name: 'plan', required: false },
  ],
})
const nowMs = Date.parse('2026-11-23T12:00:00Z')

/**
 * Imports a file of e2e/fixtures as the wizard does: reads it, maps it as suggested, and judges it for an organization
 * of a country.
 */
async function importFile(name: string, country: 'US' | 'DE' | 'JP', override = {}) {
  const blob = new Blob([readFileSync(`e2e/fixtures/${name}`)])
  const table = new ImportTable(
    await readFile(blob, { override, onProgress: () => {}, signal: new AbortController().signal }),
  )
  const preview = table.preview()
  const mapping = mappingOf(preview.columns, suggestMapping(preview.columns, agent.variables))
  const judging = {
    mapping,
    options: {},
    agent,
    organization: { country, normalizationEnabled: true, premiumNumbersRefused: false },
  }
  const summary = await table.review.judge(judging, nowMs)
  if (!summary) throw new Error('Another judging came between.')
  const { valid, faulty, faults } = summary
  const codes = Object.fromEntries(faults.map(({ code, rows }) => [code, rows]))
  return { table, preview, targets: mapping.columns, counts: { valid, faulty, ...codes } }
}

describe('files as they come off desks', () => {
  it('chains.csv: all valid', async () => {
    const { targets, counts } = await importFile('chains.csv', 'US')
    expect(targets).toEqual(['name', 'phoneNumber', 'variable:account_id'])
    expect(counts).toEqual({ valid: 200, faulty: 0 })
  })

  it('crm-export.csv: line breaks in quotes, a BOM, "Eastern Time", "n/a", the same number written twice', async () => {
    const { preview, counts, table } = await importFile('crm-export.csv', 'US')
    expect(preview).toMatchObject({ rows: 1000, blankRecords: 0, raggedRows: { shorter: 0, longer: 0 } })
    expect(preview.columns[0]?.name).toBe('Record ID')
    expect(counts).toEqual({
      valid: 765,
      faulty: 235,
      PHONE_INVALID: 10,
      // These have an area code that does not exist in North America. In Denmark, Finland, Guyana and other countries
      // they are assigned numbers.
      PHONE_AMBIGUOUS: 31,
      DUPLICATE_PHONE: 23,
      TIMEZONE_INVALID: 200,
    })
    expect(table.review.page({ filter: 'PHONE_INVALID', find: null }, 0, 1).rows[0]?.values[1]).toBe('n/a')
  })

  it('damaged.csv: a title, blank and ragged lines, what Excel made of a number, dates without a time', async () => {
    const { preview, targets, counts, table } = await importFile('damaged.csv', 'US')
    expect(preview).toMatchObject({
      headerRecord: 1,
      rows: 8,
      blankRecords: 2,
      skippedAbove: 1,
      raggedRows: { shorter: 1, longer: 1, firstRecordNumber: 7 },
    })
    expect(targets).toEqual(['name', 'phoneNumber', 'variable:account_id', 'scheduledAt', 'variable:plan', null])
    expect(counts).toEqual({
      valid: 4,
      faulty: 4,
      PHONE_INVALID: 1,
      DUPLICATE_PHONE: 1,
      SCHEDULED_AT_INVALID: 2,
    })
    const faulty = table.review.page({ filter: 'faulty', find: null }, 0, 10).rows
    expect(faulty.map(({ recordNumber, values }) => [recordNumber, values[0]])).toEqual([
      [4, 'Ann Lee'],
      [6, 'Cy Ames'],
      [9, 'Flo "Flash" Ito'],
      [12, "JANE O'NEIL-SMITH"],
    ])
    expect(faulty[0]?.values[1]).toBe('1.41555E+10')
    // The formula of row 10 is a name like any other. It is defused in the CSVs that we write, where it would run.
    expect(table.review.page({ filter: 'valid', find: null }, 0, 10).rows.map(({ values }) => values[0])).toContain(
      '=cmd|calc',
    )
  })

  it('15-stray-quote.csv, 65-stray-quote-closed-later.csv: words in quotation marks at the beginning of a cell', async () => {
    const stray = await importFile('15-stray-quote.csv', 'US')
    expect(stray.preview).toMatchObject({ rows: 6, strayQuotes: { count: 2, firstLine: 2 }, linesInCells: 0 })
    expect(stray.counts).toEqual({ valid: 6, faulty: 0 })
    const closedLater = await importFile('65-stray-quote-closed-later.csv', 'US')
    expect(closedLater.preview).toMatchObject({ rows: 5, strayQuotes: { count: 1, firstLine: 2 } })
    expect(closedLater.counts).toEqual({ valid: 5, faulty: 0 })
    expect(closedLater.preview.head.map(({ cells }) => cells[2])).toEqual([
      'Company',
      '"Ace" Plumbing',
      'Ulm Ltd',
      'Rau Ltd',
      'Lau, Sons',
      'Nun Ltd',
    ])
  })

  it('16-backslash-quotes.csv: an export of MySQL', async () => {
    const { preview } = await importFile('16-backslash-quotes.csv', 'US')
    expect(preview).toMatchObject({ rows: 2, strayQuotes: null, raggedRows: { shorter: 0, longer: 0 } })
    expect(preview.head[1]?.cells).toEqual(['Ada "Ace" Ott', '+14155552671', 'says "hi, you" often'])
  })

  it('46-filtered-rows.xlsx: what a filter hides is left out, and read where it is asked for', async () => {
    const { preview, counts } = await importFile('46-filtered-rows.xlsx', 'US')
    expect(preview).toMatchObject({ rows: 2, format: { hiddenRows: { count: 2, included: false } } })
    expect(counts).toEqual({ valid: 2, faulty: 0 })
    const all = await importFile('46-filtered-rows.xlsx', 'US', { includeHiddenRows: true })
    // Both rows say no to consent, so they are left out until the operator takes them back in.
    expect(all.preview.rows).toBe(4)
    expect(all.counts).toEqual({ valid: 2, faulty: 0 })
    expect(all.table.review.page({ filter: 'leftOut', find: null }, 0, 9).total).toBe(2)
  })

  it('52-merged-account.xlsx: every row beside a merged account has it', async () => {
    const { preview } = await importFile('52-merged-account.xlsx', 'US')
    expect(preview).toMatchObject({ rows: 4, format: { mergedCellsFilled: 2 } })
    expect(preview.head.map(({ cells }) => cells[0])).toEqual(['Account', 'acme-1', 'acme-1', 'acme-1', 'acme-2'])
  })

  it('18-shift-jis.csv, 20-win1250.csv, 71-win1250-known-header.csv: encodings of other countries', async () => {
    const japanese = await importFile('18-shift-jis.csv', 'JP')
    expect(japanese.preview).toMatchObject({ format: { encoding: 'shift_jis' }, encodingDoubtful: false })
    expect(japanese.targets).toEqual(['name', 'phoneNumber', 'toEmailAddress'])
    expect(japanese.counts).toEqual({ valid: 2, faulty: 0 })
    for (const [name, header] of [
      ['20-win1250.csv', 'Jméno'],
      ['71-win1250-known-header.csv', 'Name'],
    ] as const) {
      const { preview } = await importFile(name, 'US')
      expect(preview).toMatchObject({ format: { encoding: 'windows-1250' }, encodingDoubtful: false })
      expect(preview.head.map(({ cells }) => cells[0])).toEqual([header, 'Žofie Řehořová', 'Łukasz Wójcik'])
    }
  })

  it('every-country.csv: a number of every country, seven of which countries share', async () => {
    const { counts } = await importFile('every-country.csv', 'US')
    expect(counts).toEqual({ valid: 238, faulty: 7, DUPLICATE_PHONE: 7 })
  })

  it('excel-german.csv: semicolons, Windows-1252, national numbers that are German', async () => {
    const { preview, targets, counts } = await importFile('excel-german.csv', 'DE')
    expect(preview).toMatchObject({ format: { encoding: 'windows-1252', delimiter: ';' }, rows: 300 })
    expect(targets).toEqual(['firstName', 'lastName', null, 'phoneNumber', 'toEmailAddress', null])
    expect(counts).toEqual({ valid: 300, faulty: 0 })
    expect((await importFile('excel-german.csv', 'US')).counts).toEqual({
      valid: 100,
      faulty: 200,
      PHONE_INVALID: 200,
    })
  })

  it('excel-unicode-text.txt: UTF-16, tabs, Japanese', async () => {
    const { preview, targets, counts, table } = await importFile('excel-unicode-text.txt', 'JP')
    expect(preview).toMatchObject({ format: { encoding: 'utf-16le', delimiter: '\t' }, rows: 120 })
    expect(targets).toEqual(['name', 'phoneNumber', null, 'toEmailAddress'])
    expect(counts).toEqual({ valid: 120, faulty: 0 })
    expect(table.review.page({ filter: 'all', find: null }, 0, 1).rows[0]?.values[0]).toBe('古谷 あゆみ')
  })

  it('two-sheets.xlsx: the sheet that is chosen, a title, dates, numbers, a formula, a link, rich text', async () => {
    expect((await importFile('two-sheets.xlsx', 'US')).preview).toMatchObject({
      format: {
        sheet: 1,
        sheets: [
          { name: 'Read me', hidden: false },
          { name: 'Contacts', hidden: false },
          { name: 'Archive', hidden: true },
        ],
      },
    })
    const { preview, targets, counts, table } = await importFile('two-sheets.xlsx', 'US', { sheet: 1 })
    expect(preview).toMatchObject({ headerRecord: 1, rows: 4, skippedAbove: 1, blankRecords: 2 })
    expect(preview.raggedRows).toEqual({ shorter: 0, longer: 0, firstRecordNumber: null })
    expect(targets).toEqual([
      'name',
      'phoneNumber',
      'phoneNumberExt',
      'scheduledAt',
      null,
      'variable:account_id',
      'variable:plan',
      'toEmailAddress',
    ])
    expect(counts).toEqual({ valid: 3, faulty: 1, PHONE_INVALID: 1 })
    expect(
      table.review
        .page({ filter: 'all', find: null }, 0, 4)
        .rows.map(({ recordNumber, values }) => [recordNumber, ...values]),
    ).toEqual([
      [4, 'Ada Lovelace', '12125550100', '12', '2027-03-01 09:30', 'ada@example.com', 'a-1', 'PRO'],
      [5, 'Bo Dahl', '(415) 555-0101', '', '', '', 'a-1', 'TRUE'],
      [7, '佐藤 花子', '+81 90-1234-5678', '', '', 'hanako@example.com', '7', ''],
      // Zeros that the format fills in are kept, since they are part of a national number.
      [8, 'Müller & Söhne <Büro>', '015112345678', '', '', '', 'a-2', ''],
    ])
  })
})
