import { describe, expect, it } from 'vitest'
import { UnreadableFileError } from './file-format'
import { readFile } from './read-file'

const read = (parts: BlobPart[], override = {}, signal = new AbortController().signal) =>
  readFile(new Blob(parts), { override, onProgress: () => {}, signal })

describe('readFile', () => {
  it('takes a BOM off', async () => {
    const { records, format } = await read(['\uFEFFname,phone\nAda,1\n'])
    expect(records[0]).toEqual(['name', 'phone'])
    expect(format).toEqual({ encoding: 'utf-8', delimiter: ',', quoted: true })
  })

  it('falls back to Windows-1252 where a byte far into the file is not UTF-8', async () => {
    const rows = 'Ada;1\n'.repeat(20_000)
    const { records, format } = await read([`name;phone\n${rows}`, new Uint8Array([0x4c, 0xe9, 0x6f]), ';2\n'])
    expect(format).toEqual({ encoding: 'windows-1252', delimiter: ';', quoted: true })
    expect(records.at(-1)).toEqual(['Léo', '2'])
  })

  it.each([
    ['at the beginning', 'José;1\nZoë;2\nCaf', 0],
    ['far into the file', 'José;1\nZoë;2\nCaf', 20_000],
    ['with a BOM', '\uFEFFCaf', 0],
  ])('one byte that is no UTF-8, %s, does not garble the other letters', async (_, start, rows) => {
    const file = ['Ada;1\n'.repeat(rows), start, new Uint8Array([0xc3]), ';3\n']
    const { records, format, unreadableCharacters } = await read(file)
    expect(format).toMatchObject({ encoding: 'utf-8' })
    expect(records.slice(rows)).toEqual(
      `${start.replace('\uFEFF', '')}\uFFFD;3`.split('\n').map((line) => line.split(';')),
    )
    expect(unreadableCharacters).toBe(1)
  })

  it('counts what is no UTF-8 where somebody insists on it', async () => {
    const file = [Uint8Array.from('Zoë;1\nMüller;2\n', (character) => character.charCodeAt(0))]
    expect(await read(file)).toMatchObject({ format: { encoding: 'windows-1252' }, unreadableCharacters: 0 })
    expect(await read(file, { encoding: 'utf-8' })).toMatchObject({ unreadableCharacters: 2 })
  })

  it('follows what was set by hand', async () => {
    const { records } = await read(['a;b,c\n1;2,3\n'], { delimiter: ';' })
    expect(records).toEqual([
      ['a', 'b,c'],
      ['1', '2,3'],
    ])
  })

  it('reports how far it is', async () => {
    const seen: number[] = []
    const blob = new Blob(['a,b\n1,2\n'])
    await readFile(blob, {
      override: {},
      onProgress: (bytes) => seen.push(bytes),
      signal: new AbortController().signal,
    })
    expect(seen.at(-1)).toBe(blob.size)
  })

  it('stops when it is cancelled', async () => {
    const controller = new AbortController()
    controller.abort()
    await expect(read(['a,b\n1,2\n'], {}, controller.signal)).rejects.toThrow('abort')
  })

  it.each(['NotReadableError', 'NotFoundError'])('says that the file is another one now, or gone: %s', async (name) => {
    const file = new Blob(['Name;Phone\nAda;1\n'])
    Object.assign(file, {
      stream: () => new ReadableStream({ pull: (controller) => controller.error(new DOMException('Gone.', name)) }),
    })
    const reading = readFile(file, { override: {}, onProgress: () => {}, signal: new AbortController().signal })
    await expect(reading).rejects.toThrow('changed, moved or removed since it was chosen')
  })

  it('refuses more rows than an import takes', async () => {
    const { records } = await read([`number\n${'1\n'.repeat(1_000_000)}`])
    expect(records).toHaveLength(1_000_001)
    await expect(read(['1\n'.repeat(1_000_002)])).rejects.toThrow('over 1,000,000 rows')
  })

  it.each([
    ['an empty file', [''], 'empty'],
    ['blank lines', ['\n \n,,\n'], 'only blank lines'],
    ['a PDF', ['%PDF-1.4 something'], 'PDF'],
  ])('refuses %s', async (_, parts, message) => {
    await expect(read(parts)).rejects.toThrow(UnreadableFileError)
    await expect(read(parts)).rejects.toThrow(message)
  })
})
