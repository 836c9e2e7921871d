import { UnreadableFileError } from './file-format'

const EXPORT_CSV = 'Export the list as CSV or .xlsx instead.'

// First bytes of files that people rename to .csv or choose by mistake.
const SIGNATURES: { bytes: number[]; at?: number; what: string; advice: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', advice: EXPORT_CSV },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Excel workbook (.xls), or one with a password',
    advice: 'Open it in Excel and save it as .xlsx, without a password.',
  },
  { bytes: [0x1f, 0x8b], what: 'a compressed file', advice: 'Unpack it first.' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: 'a compressed file', advice: 'Unpack it first.' },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: 'a compressed file', advice: 'Unpack it first.' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a picture', advice: EXPORT_CSV },
  { bytes: [0xff, 0xd8, 0xff], what: 'a picture', advice: EXPORT_CSV },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a picture', advice: EXPORT_CSV },
  { bytes: [0x57, 0x45, 0x42, 0x50], at: 8, what: 'a picture', advice: EXPORT_CSV },
  { bytes: [0x66, 0x74, 0x79, 0x70], at: 4, what: 'a picture or a video', advice: EXPORT_CSV },
]

const TEXTS: { start: RegExp; what: string; advice: string }[] = [
  { start: /^\{\\rtf/, what: 'a text document (RTF)', advice: EXPORT_CSV },
  {
    start: /^\s*<(?:!doctype html|html|head|meta|style|body|table)\b/i,
    what: 'a web page',
    advice: 'Open it in Excel and save it as .xlsx.',
  },
  { start: /^\s*<\?xml\b/i, what: 'an XML file', advice: 'Open it in Excel and save it as .xlsx.' },
  { start: /^\s*BEGIN:VCARD\b/i, what: 'a vCard file', advice: 'Export the contacts as CSV instead.' },
  { start: /^\s*(?:\{\s*"|\[\s*[[{])/, what: 'a JSON file', advice: EXPORT_CSV },
]

/**
 * Says whether a file is a zip, as an .xlsx workbook is.
 *
 * @param head the first bytes of the file
 */
export function isZip(head: Uint8Array): boolean {
  return startsWith(head, [0x50, 0x4b, 0x03, 0x04])
}

export function startsWith(bytes: Uint8Array, signature: readonly number[], at = 0): boolean {
  return signature.every((byte, index) => bytes[at + index] === byte)
}

/**
 * Refuses a file whose first bytes show that it is no list.
 *
 * @throws UnreadableFileError that names what the file is
 */
export function refuseKnownBytes(head: Uint8Array): void {
  const known = SIGNATURES.find(({ bytes, at }) => startsWith(head, bytes, at))
  if (known) throw new UnreadableFileError(`This is ${known.what}. ${known.advice}`)
}

/**
 * Refuses a text that is something other than a list.
 *
 * @throws UnreadableFileError that names what the text is
 */
export function refuseKnownText(head: string): void {
  const known = TEXTS.find(({ start }) => start.test(head))
  if (known) throw new UnreadableFileError(`This is ${known.what}. ${known.advice}`)
}
