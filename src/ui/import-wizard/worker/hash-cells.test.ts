import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FileRows } from './file-rows'
import { hashCells } from './hash-cells'
import { readFile } from './read-file'

const hashOf = async (...parts: BlobPart[]) =>
  new FileRows(
    await readFile(new Blob(parts), { override: {}, onProgress: () => {}, signal: new AbortController().signal }),
  ).fingerprint()

const LIST = 'Name,Phone,Note\nZoë,+14155550141,"two\nlines"\nBen,+14155550142,\n'

describe('a list is the same', () => {
  it.each([
    ['with other line ends', [LIST.replaceAll('\n', '\r\n')]],
    [
      'with other delimiters, all enclosed',
      ['"Name";"Phone";"Note"\n"Zoë";"+14155550141";"two\nlines"\n"Ben";"+14155550142";""\n'],
    ],
    ['with a mark at its beginning', [`\uFEFF${LIST}`]],
    ['in another encoding', [Uint8Array.from(LIST, (character) => character.charCodeAt(0))]],
    ['with rows in another order', ['Name,Phone,Note\nBen,+14155550142,\nZoë,+14155550141,"two\nlines"\n']],
    ['with columns in another order', ['Note,Phone,Name\n"two\nlines",+14155550141,Zoë\n,+14155550142,Ben\n']],
    [
      'with blank lines, shorter rows and blanks',
      ['Name,Phone,Note\n\nZoë ,+14155550141,"two\nlines"\nBen,+14155550142\n\n'],
    ],
  ])('%s', async (_, parts) => {
    expect(await hashOf(...parts)).toBe(await hashOf(LIST))
  })
})

describe('a list is another one', () => {
  it.each([
    ['with another cell', LIST.replace('0142', '0143')],
    ['with a row more', `${LIST}Cy,+14155550143,\n`],
    ['with a row twice', `${LIST}Ben,+14155550142,\n`],
    ['with a row less', LIST.replace('Ben,+14155550142,\n', '')],
    ['with cells of two rows exchanged', LIST.replace('0141', 'x').replace('0142', '0141').replace('x', '0142')],
    ['with cells of two columns exchanged', LIST.replace('Ben,+14155550142', '+14155550142,Ben')],
    ['with another column name', LIST.replace('Note', 'Plan')],
  ])('%s', async (_, text) => {
    expect(await hashOf(text)).not.toBe(await hashOf(LIST))
  })

  it('stays the same whatever the cells contain', () => {
    const cell = fc.stringMatching(/^[0-9a-c]{1,4}$/)
    const list = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 })
    const canon = (rows: [string, string][]) => JSON.stringify(rows.map((row) => JSON.stringify(row)).toSorted())
    fc.assert(
      fc.property(list, list, (one, other) => {
        const same = hashCells(['a', 'b'], one) === hashCells(['a', 'b'], other)
        expect(same).toBe(canon(one) === canon(other))
      }),
    )
  })
})
