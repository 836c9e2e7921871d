import { describe, expect, it } from 'vitest'
import { detectEncoding } from './detect-encoding'
import { UnreadableFileError } from './file-format'

const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))
const utf8 = (text: string) => new TextEncoder().encode(text)
const utf16 = (text: string, littleEndian: boolean) => {
  const view = new DataView(new ArrayBuffer(text.length * 2))
  for (let index = 0; index < text.length; index++) view.setUint16(index * 2, text.charCodeAt(index), littleEndian)
  return new Uint8Array(view.buffer)
}

describe('detectEncoding', () => {
  it.each([
    ['UTF-8', utf8('name,phone\nJosé,+1'), 'utf-8'],
    ['UTF-8 with a BOM', utf8('\uFEFFname,phone'), 'utf-8'],
    ['UTF-8 cut inside a character', utf8('name\nJosé').subarray(0, -1), 'utf-8'],
    ['UTF-16 LE with a BOM', utf16('\uFEFFname,phone', true), 'utf-16le'],
    ['UTF-16 BE with a BOM', utf16('\uFEFFname,phone', false), 'utf-16be'],
    ['UTF-16 LE without one', utf16('name,phone\nAda,123', true), 'utf-16le'],
    ['UTF-16 BE without one', utf16('name,phone\nAda,123', false), 'utf-16be'],
    ['Windows-1252', latin1('Vorname;Nachname\nLaur\u00e9n;M\u00fcller'), 'windows-1252'],
    ['nothing', new Uint8Array(0), 'utf-8'],
  ])('tells %s', (_, bytes, encoding) => {
    expect(detectEncoding(bytes)).toBe(encoding)
  })

  it.each([
    ['a PDF', latin1('%PDF-1.7\n')],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0])],
    ['bytes', Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 32)],
  ])('refuses %s', (_, bytes) => {
    expect(() => detectEncoding(bytes)).toThrow(UnreadableFileError)
  })
})
