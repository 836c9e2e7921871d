import { unzipSync } from 'fflate'
import { expect, it } from 'vitest'
import { readWorkbook } from '@/ui/import-wizard/worker/workbook/read-workbook'
import { type SheetCell, writeWorkbook } from './workbook-stream'

async function* listed(rows: readonly SheetCell[][]): AsyncGenerator<SheetCell[]> {
  yield* rows
}

async function made(columns: string[], rows: SheetCell[][]): Promise<Blob> {
  const pieces: Uint8Array[] = []
  for await (const piece of writeWorkbook('Contacts', columns, listed(rows))) pieces.push(piece)
  return new Blob(pieces.map((piece) => new Uint8Array(piece)))
}

const read = (file: Blob) =>
  readWorkbook(file, { override: {}, onProgress: () => {}, signal: new AbortController().signal })

it('is read by the reader of the import as it was written', async () => {
  const columns = ['Name', 'Note', 'Calls']
  const rows = [
    ['Ada <King> & Co', '=HYPERLINK("https://evil.example")', 3],
    ['Zoë 😀', ' two\nlines ', 0],
    ['_x0041_', null, -1.5],
    ['', 'bell\u0007', 12],
  ]
  const { records } = await read(await made(columns, rows))
  expect(records).toEqual([
    columns,
    ['Ada <King> & Co', '=HYPERLINK("https://evil.example")', '3'],
    ['Zoë 😀', ' two\nlines ', '0'],
    ['_x0041_', '', '-1.5'],
    ['', 'bell', '12'],
  ])
})

it('has as many columns as are wanted, and long texts cut where Excel would', async () => {
  const columns = Array.from({ length: 60 }, (_, at) => `Column ${at}`)
  const { records } = await read(await made(columns, [columns.map((_, at) => (at === 59 ? 'x'.repeat(40_000) : 'a'))]))
  expect(records[0]).toEqual(columns)
  expect(records[1]?.[59]?.length).toBe(32_767)
})

it('is an archive with a right checksum of each file', async () => {
  const blob = await made(
    ['Name'],
    Array.from({ length: 5_000 }, (_, n) => [`Contact ${n}`]),
  )
  const files = unzipSync(new Uint8Array(await blob.arrayBuffer()))
  expect(Object.keys(files)).toEqual([
    'xl/worksheets/sheet1.xml',
    'xl/workbook.xml',
    'xl/_rels/workbook.xml.rels',
    '_rels/.rels',
    '[Content_Types].xml',
  ])
  expect(new TextDecoder().decode(files['xl/worksheets/sheet1.xml']).match(/<row /g)?.length).toBe(5_001)
})

it('asks for rows only as it is read, and for no more once nobody reads', async () => {
  let asked = 0
  let isEnded = false
  async function* endless(): AsyncGenerator<SheetCell[]> {
    try {
      for (;;) {
        asked++
        yield [`Contact ${asked} ${'x'.repeat(100)}${Math.random()}`]
      }
    } finally {
      isEnded = true
    }
  }
  const pieces = writeWorkbook('Contacts', ['Name'], endless())
  for (let n = 0; n < 5; n++) await pieces.next()
  await pieces.return(undefined)
  const before = asked
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(asked).toBe(before)
  expect(asked).toBeLessThan(50_000)
  expect(isEnded).toBe(true)
})
