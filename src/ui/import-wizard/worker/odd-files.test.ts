import fc from 'fast-check'
import { zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { writeCsv } from '@/domain/text/write-csv.rules'
import { suggestMapping } from '@/ui/import-wizard/state/suggest-mapping'
import { UnreadableFileError } from './file-format'
import { ImportTable } from './import-table'
import { FILE_BYTES_MAX, readFile } from './read-file'
import { WORKBOOK_BYTES_MAX } from './workbook/read-workbook'

const open = async (parts: BlobPart[], override = {}) =>
  new ImportTable(
    await readFile(new Blob(parts), { override, onProgress: () => {}, signal: new AbortController().signal }),
  )
const bytes = (...values: number[]) => new Uint8Array(values)
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let at = 0; at < text.length; at++) view.setUint16(at * 2, text.charCodeAt(at), littleEndian)
  return new Uint8Array(view.buffer)
}
const names = (table: ImportTable) => table.preview().columns.map(({ name }) => name)

const LIST = 'Name;Phone\nJosé;+34 600 000 000\nZoë;+31 6 12345678\n'
const JAPANESE = '氏名\t電話番号\n古谷 あゆみ\t090-1000-1000\n川崎 さくら\t090-8919-6729\n'

describe('every way to write the same list', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(LIST), 'utf-8'],
    ['UTF-8 with a BOM', new TextEncoder().encode(`\uFEFF${LIST}`), 'utf-8'],
    ['UTF-16 LE', utf16(LIST, true), 'utf-16le'],
    ['UTF-16 LE with a BOM', utf16(`\uFEFF${LIST}`, true), 'utf-16le'],
    ['UTF-16 BE', utf16(LIST, false), 'utf-16be'],
    ['UTF-16 BE with a BOM', utf16(`\uFEFF${LIST}`, false), 'utf-16be'],
    ['Windows-1252', Uint8Array.from(LIST, (character) => character.charCodeAt(0)), 'windows-1252'],
  ])('%s', async (_, file, encoding) => {
    const table = await open([file])
    expect(table.preview()).toMatchObject({ rows: 2, format: { encoding, delimiter: ';' } })
    expect(table.preview().head.map(({ cells }) => cells[0])).toEqual(['Name', 'José', 'Zoë'])
  })

  it.each([
    ['little', true],
    ['big', false],
  ] as const)('Japanese in UTF-16 without a BOM, %s end first', async (_, littleEndian) => {
    const table = await open([utf16(JAPANESE, littleEndian)])
    expect(names(table)).toEqual(['氏名', '電話番号'])
  })

  it.each([',', ';', '\t', '|'])('delimited by %j', async (delimiter) => {
    const table = await open([`Name,Phone,Note\nAda,1,"a${delimiter} b"\nBo,2,c\n`.replaceAll(',', delimiter)])
    expect(table.preview()).toMatchObject({ rows: 2, format: { delimiter } })
    expect(table.preview().head[1]?.cells).toEqual(['Ada', '1', `a${delimiter} b`])
  })

  it.each([
    ['\n', 'Unix'],
    ['\r\n', 'Windows'],
    ['\r', 'old Macs'],
  ])('lines that end with %j, as on %s', async (end) => {
    const table = await open([['Name,Phone', 'Ada,"1"', '"Bo",2', ''].join(end)])
    expect(table.preview().head.map(({ cells }) => cells)).toEqual([
      ['Name', 'Phone'],
      ['Ada', '1'],
      ['Bo', '2'],
    ])
  })

  it('a delimiter that the first line tells Excel', async () => {
    const table = await open(['sep=;\r\nName;Phone\r\nAda, Countess;1\r\n'])
    expect(names(table)).toEqual(['Name', 'Phone'])
    expect(table.preview()).toMatchObject({ rows: 1, skippedAbove: 0 })
    expect(table.preview().head[0]?.recordNumber).toBe(2)
  })

  it.each([
    ['quoted', '"sep=;"\nAda, Countess;+12125550100\n'],
    ['as on old Macs', 'sep=;\rAda, Countess;+12125550100\r'],
  ])('such a line is no row of a list without a header, %s', async (_, text) => {
    const table = await open([text])
    expect(table.preview()).toMatchObject({ rows: 1, headerRecord: null, format: { delimiter: ';' } })
    expect(table.preview().head[0]?.cells).toEqual(['Ada, Countess', '+12125550100'])
  })
})

describe('odd lists', () => {
  it('without a header', async () => {
    const table = await open(['Ada,+12125550100,ada@example.com\nBo,+12125550101,bo@example.com\n'])
    expect(table.preview()).toMatchObject({ headerRecord: null, rows: 2 })
    const suggestions = suggestMapping(table.preview().columns, [])
    expect(suggestions.map((suggestion) => suggestion?.target)).toEqual([undefined, 'phoneNumber', 'toEmailAddress'])
  })

  it('with one column', async () => {
    const table = await open(['Phone\n+1 212 555 0100\n+1 212 555 0101\n'])
    expect(names(table)).toEqual(['Phone'])
    expect(table.preview().rows).toBe(2)
  })

  it('with a header and no rows', async () => {
    expect((await open(['Name,Phone\n'])).preview()).toMatchObject({ headerRecord: 0, rows: 0 })
  })

  it('with header names that repeat, or are missing', async () => {
    const table = await open(['Name,Phone,Phone,,\nAda,1,2,3,4\n'])
    expect(names(table)).toEqual(['Name', 'Phone', 'Phone (2)', 'Column 4', 'Column 5'])
  })

  it('with texts that Excel was kept from making numbers of', async () => {
    const table = await open(['Name,Phone,Id\nAda,="+12125550100","=""0012"""\nBo,\'="1",=A1\n'])
    expect(
      table
        .preview()
        .head.map(({ cells }) => cells)
        .slice(1),
    ).toEqual([
      ['Ada', '+12125550100', '0012'],
      ['Bo', '="1"', '=A1'],
    ])
  })

  it('with rows that end as on old Macs, and line breaks in a cell', async () => {
    const table = await open(['Name,Phone,Note\rAda,1,"a\nb"\rBo,2,c'])
    expect(table.preview().head.map(({ cells }) => cells)).toEqual([
      ['Name', 'Phone', 'Note'],
      ['Ada', '1', 'a\nb'],
      ['Bo', '2', 'c'],
    ])
  })

  it('with line ends that a program has doubled on Windows', async () => {
    const table = await open(['Name,Phone,Plan\r\r\nAda,+12125550100,Pro\r\r\n'])
    expect(names(table)).toEqual(['Name', 'Phone', 'Plan'])
    expect(table.preview().head[1]?.cells).toEqual(['Ada', '+12125550100', 'Pro'])
  })

  it('with a quotation mark that is never closed, and read again without quotation marks', async () => {
    const text = 'Name,Phone\nAda,1\n"Bo,2\nCy,3\n'
    expect((await open([text])).preview()).toMatchObject({ rows: 3, unclosedQuoteAt: 3 })
    expect((await open([text], { quoted: false })).preview()).toMatchObject({ rows: 3, unclosedQuoteAt: null })
  })

  it('with one enormous cell', async () => {
    const note = 'x'.repeat(3_000_000)
    const table = await open([`Name,Note\nAda,"${note}"\nBo,y\n`])
    expect(table.preview().rows).toBe(2)
    expect(table.preview().head[1]?.cells[1]).toHaveLength(300)
  })

  it('with ten thousand columns', async () => {
    const line = (cell: (n: number) => string) => Array.from({ length: 10_000 }, (_, n) => cell(n)).join(',')
    const table = await open([`${line((n) => `Field ${n}`)}\n${`${line(String)}\n`.repeat(50)}`])
    expect(table.preview()).toMatchObject({ rows: 50 })
    expect(names(table)).toHaveLength(10_000)
  })
})

describe('what is no list is named', () => {
  const zip = (files: Record<string, string>) =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, new TextEncoder().encode(text)])))
  const text = (value: string) => new TextEncoder().encode(value)

  it.each([
    ['a PDF', text('%PDF-1.7\n'), 'a PDF document'],
    ['a picture', bytes(0x89, 0x50, 0x4e, 0x47, 0x0d), 'a picture'],
    ['a photo of an iPhone', bytes(0, 0, 0, 0x18, 0x66, 0x74, 0x79, 0x70, 0x68), 'a picture'],
    ['an old workbook', bytes(0xd0, 0xcf, 0x11, 0xe0, 0xa1), 'save it as .xlsx'],
    ['a packed file', bytes(0x1f, 0x8b, 8), 'Unpack it first'],
    ['a zip', zip({ 'contacts.csv': LIST }), 'This is a zip file'],
    ['a Word document', zip({ 'word/document.xml': '<x/>' }), 'a Word document'],
    ['an OpenDocument sheet', zip({ 'content.xml': '<x/>', mimetype: 'x' }), 'an OpenDocument file'],
    ['a binary workbook', zip({ 'xl/workbook.bin': 'x' }), '.xlsb'],
    ['half a zip', zip({ 'xl/workbook.xml': LIST.repeat(50) }).subarray(0, 60), 'damaged'],
    ['a web page', text('<!DOCTYPE html><table></table>'), 'a web page'],
    ['a web page in part', text('\n<meta charset="utf-8"><table></table>'), 'a web page'],
    ['XML', text('<?xml version="1.0"?><Workbook/>'), 'an XML file'],
    ['JSON', text('[{"name":"Ada"}]'), 'a JSON file'],
    ['a vCard', text('BEGIN:VCARD\nFN:Ada\n'), 'a vCard file'],
    ['bytes with NULs', Uint8Array.from({ length: 4_000 }, (_, n) => (n % 3 === 0 ? 0 : (n * 31) % 256)), 'no text'],
    ['nothing', new Uint8Array(0), 'empty'],
    ['blank lines', text(' \n\n,,\n'), 'only blank lines'],
  ])('%s', async (_, file, message) => {
    await expect(open([file])).rejects.toThrow(UnreadableFileError)
    await expect(open([file])).rejects.toThrow(message)
  })

  it.each([
    ['a text', FILE_BYTES_MAX + 1, 'a', 'over 100 MB'],
    ['a workbook', WORKBOOK_BYTES_MAX + 1, 'PK\u0003\u0004', 'over 20 MB'],
  ])('%s over the limit, before it is read', async (_, size, start, message) => {
    const file = new Blob([start])
    Object.defineProperty(file, 'size', { value: size })
    const reading = readFile(file, { override: {}, onProgress: () => {}, signal: new AbortController().signal })
    await expect(reading).rejects.toThrow(message)
  })
})

it('a CSV of ours is read back as it was written, whatever its cells hold', async () => {
  const unit = fc.constantFrom(...'\'=+-@|＝＋－＠ \t\r\n\u00A0\u200B;,"\\ab1é')
  const cell = fc.string({ unit, maxLength: 8 })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (rows) => {
      const written = [['Name', 'Phone', 'Note'], ...rows.map((cells) => ['Ada', ...cells])]
      const table = await open([writeCsv(written[0] as string[], written.slice(1))])
      expect(table.preview().head.map(({ cells }) => cells)).toEqual(written)
    }),
    { numRuns: 200 },
  )
})
