import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { EMPTY_MAPPING, type Target } from '@/domain/mappings/mapping.rules'
import { validationContext } from '@/testing/validation-context'
import { type SheetOverride, UnreadableFileError } from '@/ui/import-wizard/worker/file-format'
import { ImportTable } from '@/ui/import-wizard/worker/import-table'
import { formatNumberCell, readFormat } from './format-number-cell'
import { readWorkbook } from './read-workbook'
import { attributeOf, scanXml } from './scan-xml'

type Parts = { sheets?: Record<string, string>; strings?: string; styles?: string; workbook?: string }

/** Makes a workbook as a minimal program would write it: the given parts, and the files that connect them. */
function workbook({ sheets = {}, strings, styles, workbook: properties = '' }: Parts): Blob {
  const names = Object.keys(sheets)
  const files: Record<string, string> = {
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="r">${properties}<sheets>${names
      .map((name, n) => `<sheet name="${name}" sheetId="${n + 1}" r:id="rId${n + 1}"/>`)
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${names
      .map((_, n) => `<Relationship Id="rId${n + 1}" Target="${n % 2 ? '/xl/' : ''}worksheets/sheet${n + 1}.xml"/>`)
      .join('')}</Relationships>`,
    ...Object.fromEntries(names.map((name, n) => [`xl/worksheets/sheet${n + 1}.xml`, sheets[name] ?? ''])),
    ...(strings === undefined ? {} : { 'xl/sharedStrings.xml': `<sst>${strings}</sst>` }),
    ...(styles === undefined ? {} : { 'xl/styles.xml': `<styleSheet>${styles}</styleSheet>` }),
  }
  return new Blob([
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)]))),
  ])
}

const sheet = (rows: string) => `<worksheet><sheetData>${rows}</sheetData></worksheet>`
const read = (file: Blob, sheet?: number, override: SheetOverride = {}) =>
  readWorkbook(file, { override: { sheet, ...override }, onProgress: () => {}, signal: new AbortController().signal })
const text = (reference: string, value: string) => `<c r="${reference}" t="inlineStr"><is><t>${value}</t></is></c>`

describe('readWorkbook', () => {
  it('reads texts of every kind', async () => {
    const strings =
      '<si><t>Name</t></si><si><r><t xml:space="preserve">Ada </t></r><r><t>King &amp; Co</t></r></si>' +
      '<si><t>佐藤</t><rPh sb="0" eb="2"><t>サトウ</t></rPh></si>'
    const rows =
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>In line</t></is></c></row>' +
      '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="str"><f>A1&amp;"x"</f><v>saved</v></c></row>' +
      '<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" t="e"><v>#N/A</v></c><c r="C4" t="b"><v>0</v></c></row>'
    const { records, recordNumbers, blankRecords } = await read(workbook({ sheets: { One: sheet(rows) }, strings }))
    expect(records).toEqual([
      ['Name', '', 'In line'],
      ['Ada King & Co', 'saved'],
      ['佐藤', '#N/A', 'FALSE'],
    ])
    expect(recordNumbers).toEqual([1, 2, 4])
    expect(blankRecords).toBe(1)
  })

  it('reads the escapes that spreadsheet programs write', async () => {
    const strings = '<si><t>Ada_x000D_\nLovelace</t></si><si><t>a_x005F_x0041_</t></si>'
    const rows =
      '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="inlineStr"><is><t>_x0041_</t></is></c><c t="str"><v>my_xray_</v></c></row>'
    const { records } = await read(workbook({ sheets: { One: sheet(rows) }, strings }))
    expect(records).toEqual([['Ada\r\nLovelace', 'a_x0041_', 'A', 'my_xray_']])
  })

  it('reads cells without references, and names with a prefix', async () => {
    const rows = '<x:worksheet><x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:worksheet>'
    expect((await read(workbook({ sheets: { One: rows } }))).records).toEqual([['1', '2']])
  })

  it('reads numbers as their format shows them', async () => {
    const styles =
      '<numFmts><numFmt numFmtId="164" formatCode="00000000000"/><numFmt numFmtId="165" formatCode="dd/mm/yyyy\\ hh:mm"/></numFmts>' +
      '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>' +
      '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="14"/></cellXfs>'
    const rows =
      '<row r="1"><c r="A1"><v>4.9151123456789E+12</v></c><c r="B1" s="1"><v>1701234567</v></c>' +
      '<c r="C1" s="2"><v>46447.395833333336</v></c><c r="D1" s="3"><v>46447</v></c><c r="E1"><v>0.30000000000000004</v></c></row>'
    expect((await read(workbook({ sheets: { One: sheet(rows) }, styles }))).records).toEqual([
      ['4915112345678.9', '01701234567', '2027-03-01 09:30', '2027-03-01', '0.3'],
    ])
    const from1904 = workbook({
      sheets: { One: sheet('<row><c s="3"><v>44985</v></c></row>') },
      styles,
      workbook: '<workbookPr date1904="1"/>',
    })
    expect((await read(from1904)).records).toEqual([['2027-03-01']])
  })

  it.each([
    ['1900', '', '46450.395833333336'],
    ['1904', '<workbookPr date1904="1"/>', '44988.395833333336'],
  ])(
    'a serial in a cell without a format becomes a time of the epoch that dates have, %s',
    async (_, properties, serial) => {
      const styles = '<cellXfs><xf numFmtId="0"/><xf numFmtId="22"/></cellXfs>'
      const header = `<row r="1">${text('A1', 'Name')}${text('B1', 'Phone')}${text('C1', 'Call at')}</row>`
      const rowOf = (row: number, style: string) =>
        `<row r="${row}">${text(`A${row}`, 'Ada')}${text(`B${row}`, `+1212555010${row}`)}<c r="C${row}"${style}><v>${serial}</v></c></row>`
      const sheets = { One: sheet(header + rowOf(2, '') + rowOf(3, ' s="1"')) }
      const table = new ImportTable(await read(workbook({ sheets, styles, workbook: properties })))
      const columns: Target[] = ['name', 'phoneNumber', 'scheduledAt']
      const { nowMs, agent, organization } = validationContext()
      const asked = { mapping: { ...EMPTY_MAPPING, columns }, options: {}, agent, organization }
      const judged = await table.review.judge(asked, nowMs)
      expect(judged?.damages).toMatchObject([{ damage: 'TIME_AS_NUMBER', rows: 1 }])
      await table.review.repair('TIME_AS_NUMBER', 'only')
      const { rows } = table.review.page({ filter: 'all', find: null }, 0, 9)
      expect(rows.map(({ values }) => values[2])).toEqual(['2027-03-04 09:30', '2027-03-04 09:30'])
    },
  )

  it('takes the first sheet that holds something, or the one that is chosen', async () => {
    const file = workbook({
      sheets: {
        Empty: sheet(''),
        Full: sheet('<row><c><v>1</v></c></row>'),
        Other: sheet('<row><c><v>2</v></c></row>'),
      },
    })
    expect(await read(file)).toMatchObject({ records: [['1']], format: { sheet: 1 } })
    expect(await read(file, 2)).toMatchObject({ records: [['2']], format: { sheet: 2 } })
    expect(await read(file, 0)).toMatchObject({ records: [], format: { sheet: 0 } })
    await expect(read(workbook({ sheets: { Empty: sheet('') } }))).rejects.toThrow('All sheets')
  })

  it('can be cancelled while a sheet is read', async () => {
    const controller = new AbortController()
    const rows = sheet('<row><c><v>1</v></c></row>'.repeat(20_000))
    const reading = readWorkbook(workbook({ sheets: { One: rows } }), {
      override: {},
      onProgress: () => controller.abort(),
      signal: controller.signal,
    })
    await expect(reading).rejects.toThrow('abort')
  })
})

describe('what a spreadsheet does not show', () => {
  const list = workbook({
    sheets: {
      One:
        '<worksheet><cols><col min="3" max="4" hidden="1"/><col min="6" max="6" width="0"/></cols><sheetData>' +
        `<row r="1">${text('A1', 'Name')}${text('B1', 'Phone')}${text('C1', 'Secret')}${text('E1', 'Plan')}</row>` +
        `<row r="2">${text('A2', 'Ada')}${text('B2', '1')}${text('C2', 'x')}${text('E2', 'pro')}</row>` +
        `<row r="3" hidden="1">${text('A3', 'Bo')}${text('B3', '2')}</row>` +
        `<row r="4" ht="0" customHeight="1">${text('A4', 'Cy')}${text('B4', '3')}</row>` +
        '<row r="5" hidden="1"/>' +
        `<row r="6">${text('C6', 'only here')}</row>` +
        `<row r="7">${text('A7', 'Di')}${text('B7', '4')}</row></sheetData></worksheet>`,
    },
  })

  it('is left out and counted', async () => {
    const { records, recordNumbers, blankRecords, format } = await read(list)
    expect(records).toEqual([
      ['Name', 'Phone', 'Plan'],
      ['Ada', '1', 'pro'],
      ['Di', '4'],
    ])
    expect(recordNumbers).toEqual([1, 2, 7])
    expect(blankRecords).toBe(2)
    expect(format).toMatchObject({
      hiddenRows: { count: 2, included: false },
      hiddenColumns: { count: 1, included: false },
    })
  })

  it('is read where it is asked for, rows and columns each', async () => {
    const rows = await read(list, undefined, { includeHiddenRows: true })
    expect(rows.records.map(([name]) => name)).toEqual(['Name', 'Ada', 'Bo', 'Cy', 'Di'])
    expect(rows.format.hiddenRows).toEqual({ count: 2, included: true })
    const columns = await read(list, undefined, { includeHiddenColumns: true })
    expect(columns.records[1]).toEqual(['Ada', '1', 'x', '', 'pro'])
    expect(columns.records).toHaveLength(4)
  })
})

describe('merged cells', () => {
  it('have their value in every row beside them, also where the first of them is hidden', async () => {
    const rows =
      `<row r="1">${text('A1', 'Calls of the week')}</row>` +
      `<row r="2">${text('A2', 'Account')}${text('B2', 'Name')}${text('C2', 'Plan')}</row>` +
      `<row r="3" hidden="1">${text('A3', 'acme')}${text('B3', 'Ada')}</row>` +
      `<row r="4">${text('B4', 'Bo')}${text('C4', 'pro')}</row>` +
      `<row r="6">${text('B6', 'Cy')}</row><row r="7">${text('A7', 'other')}${text('B7', 'Di')}</row>`
    const merged = '<mergeCells><mergeCell ref="A1:C1"/><mergeCell ref="A3:A6"/><mergeCell ref="C4:C6"/></mergeCells>'
    const sheetXml = `<worksheet><sheetData>${rows}</sheetData>${merged}</worksheet>`
    const { records, recordNumbers, format } = await read(workbook({ sheets: { One: sheetXml } }))
    expect(records.slice(2)).toEqual([
      ['acme', 'Bo', 'pro'],
      ['acme', 'Cy', 'pro'],
      ['other', 'Di'],
    ])
    expect(records[0]).toEqual(['Calls of the week'])
    expect(recordNumbers).toEqual([1, 2, 4, 6, 7])
    expect(format.mergedCellsFilled).toBe(3)
  })
})

describe('the sheet that is opened', () => {
  const note = sheet(`<row>${text('A1', 'How to use this file')}</row><row>${text('A2', 'Send it to Ada')}</row>`)
  const numbers = sheet('<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c><c><v>4</v></c></row>')
  const contacts = (name: string) =>
    sheet(`<row>${text('A1', 'Name')}${text('B1', 'Phone')}</row><row>${text('A2', name)}${text('B2', '1')}</row>`)

  it('is the one that is a list, not a note before it', async () => {
    const file = workbook({ sheets: { 'Read me': note, Sums: numbers, Contacts: contacts('Ada') } })
    expect((await read(file)).format.sheet).toBe(2)
    expect((await read(file, 0)).records[0]).toEqual(['How to use this file'])
  })

  it('is the first of those that are alike', async () => {
    const file = workbook({ sheets: { Empty: sheet(''), May: contacts('Ada'), June: contacts('Bo') } })
    expect((await read(file)).format.sheet).toBe(1)
  })
})

describe('a workbook that is made to fill the memory', () => {
  it('of rows with one cell far to the right', async () => {
    const rows = Array.from({ length: 2_000 }, (_, n) => `<row r="${n + 1}"><c r="XFD${n + 1}"><v>1</v></c></row>`)
    await expect(read(workbook({ sheets: { One: sheet(rows.join('')) } }))).rejects.toThrow('over 10,000,000 cells')
  })

  it('of one long text that all cells share', async () => {
    const cells = '<row><c t="s"><v>0</v></c></row>'.repeat(20_000)
    const file = workbook({ sheets: { One: sheet(cells) }, strings: `<si><t>${'x'.repeat(32_767)}</t></si>` })
    await expect(read(file)).rejects.toThrow(UnreadableFileError)
  })

  it('of merged ranges over each other', async () => {
    const cells = Array.from({ length: 5_000 }, (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>1</v></c></row>`)
    const merged = `<mergeCells>${'<mergeCell ref="A1:A5000"/>'.repeat(5_000)}</mergeCells>`
    const file = workbook({
      sheets: { One: `<worksheet><sheetData>${cells.join('')}</sheetData>${merged}</worksheet>` },
    })
    await expect(read(file)).rejects.toThrow(UnreadableFileError)
  })

  it('of nothing, many times over', async () => {
    await expect(read(workbook({ sheets: { One: ' '.repeat(20 * 1024 * 1024) } }))).rejects.toThrow('unpacks to 20 MB')
    const styles = workbook({ sheets: { One: sheet('') }, styles: '<cellXfs/>'.repeat(2_000_000) })
    await expect(read(styles)).rejects.toThrow('unpacks to')
  })

  it('rows stay as long as they are', async () => {
    const rows = `<row r="1"><c r="XFD1"><v>1</v></c></row>${'<row><c><v>2</v></c></row>'.repeat(2_000)}`
    const { records } = await read(workbook({ sheets: { One: sheet(rows) } }))
    expect(records.reduce((sum, record) => sum + record.length, 0)).toBe(16_384 + 2_000)
  })
})

describe('readFormat and formatNumberCell', () => {
  const show = (value: number, code: string) => formatNumberCell(value, readFormat(164, code), false)

  it.each([
    [4155550100, '0', '4155550100'],
    [4155550100, '@', '4155550100'],
    [4155550100, '#,##0', '4155550100'],
    [4155550100, '0.00E+00', '4155550100'],
    [1234.5, '[Red]#,##0.00', '1234.5'],
    [4155550100, '(000) 000-0000', '(415) 555-0100'],
    [4155550100, '[<=9999999]###-####;(###) ###-####', '(415) 555-0100'],
    [5550100, '[<=9999999]###-####;(###) ###-####', '555-0100'],
    [15112345678, '"+49 "00000000000', '+49 15112345678'],
    [7, '000', '007'],
    [123456, '000', '123456'],
    [44927, 'm/d/yyyy', '2023-01-01'],
    [0.5, '0%', '50%'],
    [0.125, '0.0%', '12.5%'],
    [0.07, '#,##0 %;[Red]-0 %', '7%'],
    [-0.055, '0.00%', '-5.5%'],
    [44927.5, 'yyyy\\-mm\\-dd\\ hh:mm:ss', '2023-01-01 12:00'],
    [0.75, 'hh:mm', '18:00'],
    [44927.000_011_6, '[$-409]d-mmm-yy h:mm AM/PM', '2023-01-01 00:00:01'],
    [1, 'yyyy', '1900-01-01'],
    [61, 'yyyy', '1900-03-01'],
    [-1, 'yyyy', '-1'],
  ])('%s as %s is %s', (value, code, text) => {
    expect(show(value, code)).toBe(text)
  })

  it('knows the built-in dates', () => {
    expect(readFormat(22, undefined)).toEqual({ kind: 'date' })
    expect(readFormat(2, undefined)).toEqual({ kind: 'plain' })
  })

  it('knows the built-in percentages', () => {
    expect(formatNumberCell(0.5, readFormat(9, undefined), false)).toBe('50%')
    expect(formatNumberCell(0.125, readFormat(10, undefined), false)).toBe('12.5%')
  })
})

describe('scanXml', () => {
  it('takes comments, CDATA, entities and a > in an attribute', () => {
    const seen: string[] = []
    scanXml("<?xml?><!-- <a> --><a t='x>\"y'>1 &lt; <![CDATA[<2>]]>&#x1F600;&#65;&unknown;</a><b/>", {
      open: (name, attributes) => seen.push(`<${name} ${attributeOf(attributes, 't') ?? ''}`),
      text: (text) => seen.push(text),
      close: (name) => seen.push(`/${name}`),
    })
    expect(seen).toEqual(['<a x>"y', '1 < ', '<2>', '😀A&unknown;', '/a', '<b ', '/b'])
  })
})
