import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NUMBERS_PER_CHUNK_MAX } from '@/domain/suppression/suppression-limits.rules'
import { readFile } from '@/ui/import-wizard/worker/read-file'
import { ListFile } from './list-file'
import { readEnd } from './read-end'

const NOW = Date.parse('2026-11-30T12:00:00Z')

async function open(text: string) {
  const options = { override: {}, onProgress: () => {}, signal: new AbortController().signal }
  const file = new ListFile(await readFile(new Blob([text]), options))
  const { columns, preview } = file.preview()
  const reading = await file.read({ columns, country: 'US', nowMs: NOW, goOn: async () => true })
  if (!reading) throw new Error('The reading was stopped.')
  return { file, columns, preview, reading, ...file.chunk(0) }
}

describe('a file of numbers', () => {
  it('has a number a line, with and without a header', async () => {
    for (const header of ['', 'Phone\n']) {
      const { numbers, reading } = await open(`${header}+12015550123\n(201) 555-0124\n2015550125\n`)
      expect(numbers).toEqual(['+12015550123', '+12015550124', '+12015550125'])
      expect(reading).toMatchObject({ numbers: 3, repeated: 0, invalid: 0, chunks: 1 })
    }
  })

  it('has area codes and what follows them, as those of the registry of the United States', async () => {
    const { columns, numbers } = await open('201,5550123\n201,5550124\n202,5550125\n')
    expect(columns).toEqual({ number: 1, areaCode: 0, until: null })
    expect(numbers).toEqual(['+12015550123', '+12015550124', '+12025550125'])
    const named = await open('Area code;Number\n201;555-0123\n201;555-0124\n')
    expect(named.numbers).toEqual(['+12015550123', '+12015550124'])
  })

  it('loses no row to a heading that is none', async () => {
    expect((await open('201,5550123\n201,5550124\n201,12\n')).reading).toMatchObject({ numbers: 2, invalid: 1 })
    expect((await open('+12015550123\n+12015550124\nPhone\n+12015550125\n')).reading).toMatchObject({
      ...{ numbers: 3, invalid: 1 },
    })
    expect((await open('My list\nPhone,Until\n+12015550123,2027-03-01\n')).reading).toMatchObject({
      ...{ numbers: 1, invalid: 0 },
    })
  })

  it('is a table with the number somewhere and the end of the entry', async () => {
    const { columns, numbers, ends } = await open(
      'id,Name,Mobile,Valid until\n1001,Ada,+12015550123,2027-03-01\n1002,Bob,+12015550124,\n',
    )
    expect(columns).toEqual({ number: 2, areaCode: null, until: 3 })
    expect(numbers).toEqual(['+12015550123', '+12015550124'])
    expect(ends).toEqual(['2027-03-02T12:00:00.000Z', null])
  })

  it('counts what cannot be read and what has ended, with the reason, and loses no row', async () => {
    const { file, reading } = await open(
      'Phone,Until\n+12015550123,2027-03-01\nn/a,\n+12015550124,2020-01-01\n+12015550125,soon\n+12015550123,\n',
    )
    expect(reading).toMatchObject({ numbers: 1, repeated: 1, invalid: 3 })
    expect(reading.examples.map(({ recordNumber }) => recordNumber)).toEqual([3, 4, 5])
    const csv = await file.leftOut().text()
    expect(csv.split('\r\n')).toHaveLength(5)
    expect(csv).toContain('+12015550124,2020-01-01,The entry has ended: 2020-01-01.')
    // Named once with an end and once without: it does not end.
    expect(file.chunk(0)).toEqual({ numbers: ['+12015550123'] })
  })

  it('comes to the same whatever the order of its rows', async () => {
    const rows = ['+12015550123', '+12015550124', '+12015550125']
    const first = (await open(rows.join('\n'))).reading.fingerprint
    expect((await open(rows.toReversed().join('\n'))).reading.fingerprint).toBe(first)
    expect((await open(rows.slice(1).join('\n'))).reading.fingerprint).not.toBe(first)
  })

  it('is cut into chunks that have each number once, in order', async () => {
    const amount = 2 * NUMBERS_PER_CHUNK_MAX + 1
    const text = Array.from({ length: amount }, (_, at) => `+1201${String(2_000_000 + at)}`).join('\n')
    const { file, reading } = await open(text)
    expect(reading).toMatchObject({ numbers: amount, chunks: 3 })
    const all = [0, 1, 2].flatMap((chunk) => file.chunk(chunk).numbers)
    expect(all).toEqual([...new Set(all)].sort())
    expect(all).toHaveLength(amount)
  })

  it('has every row as a number, again, or left out', async () => {
    const cell = fc.oneof(
      fc.integer({ min: 0, max: 40 }).map((n) => `+1201555${String(1_000 + n)}`),
      fc.constantFrom('n/a', '12', '+999', 'Ada'),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 80 }), async (cells) => {
        const { reading } = await open(`Phone\n${cells.join('\n')}\n`)
        expect(reading.numbers + reading.repeated + reading.invalid).toBe(cells.length)
      }),
      { numRuns: 50 },
    )
  })

  it('is not read to its end when it is stopped', async () => {
    const options = { override: {}, onProgress: () => {}, signal: new AbortController().signal }
    const file = new ListFile(await readFile(new Blob(['+12015550123\n+12015550124\n']), options))
    const { columns } = file.preview()
    expect(await file.read({ columns, country: 'US', nowMs: NOW, goOn: async () => false })).toBeNull()
  })
})

describe('the end of an entry', () => {
  it.each([
    ['2027-03-01T16:00:00Z', '2027-03-01T16:00:00Z'],
    ['2027-03-01 16:00', '2027-03-01T16:00:00Z'],
    ['2027-03-01 16:00+02:00', '2027-03-01T14:00:00Z'],
    // Of a day the last hour anywhere belongs to it.
    ['2027-12-31', '2028-01-01T12:00:00Z'],
  ])('%s is %s', (text, moment) => {
    expect(readEnd(text)).toBe(Date.parse(moment))
  })

  it.each(['', '03/01/2027', '2027-02-30', 'tomorrow'])('%s is none', (text) => {
    expect(readEnd(text)).toBeNull()
  })
})
