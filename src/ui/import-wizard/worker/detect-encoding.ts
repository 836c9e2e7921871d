import { type Encoding, UnreadableFileError } from './file-format'

// The first bytes of what people rename to .csv, or choose by mistake.
const SIGNATURES: { bytes: number[]; what: string; advice: string }[] = [
  { bytes: [0x25, 0x50, 0x44, 0x46], what: 'a PDF document', advice: 'Export the list as CSV instead.' },
  {
    bytes: [0x50, 0x4b, 0x03, 0x04],
    what: 'an Excel workbook or a zip file',
    advice: 'Open it in Excel and save it as “CSV UTF-8”.',
  },
  {
    bytes: [0xd0, 0xcf, 0x11, 0xe0],
    what: 'an old Excel workbook',
    advice: 'Open it in Excel and save it as “CSV UTF-8”.',
  },
  { bytes: [0x1f, 0x8b], what: 'a compressed file', advice: 'Unpack it first.' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: 'a picture', advice: 'Export the list as CSV instead.' },
  { bytes: [0xff, 0xd8, 0xff], what: 'a picture', advice: 'Export the list as CSV instead.' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: 'a picture', advice: 'Export the list as CSV instead.' },
  { bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66], what: 'a text document (RTF)', advice: 'Export the list as CSV instead.' },
]

const NUL_SHARE_UTF16 = 0.2
const CONTROL_SHARE_MAX = 0.02

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, index) => bytes[index] === byte)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // With `stream`, a character cut at the end of the sample is no error.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}

/**
 * The encoding of a text file, from its first bytes: a byte order mark; else the pattern of NULs that Latin text has in
 * UTF-16; else UTF-8 when it is valid UTF-8; else Windows-1252, in which every byte is a character.
 *
 * @param head the first 64 KB or less
 * @throws UnreadableFileError when it is no text at all
 */
export function detectEncoding(head: Uint8Array): Encoding {
  const known = SIGNATURES.find(({ bytes }) => startsWith(head, bytes))
  if (known) throw new UnreadableFileError(`This is ${known.what}, not a CSV file. ${known.advice}`)
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be'
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8'

  let evenNuls = 0
  let oddNuls = 0
  let controls = 0
  for (const [index, byte] of head.entries()) {
    if (byte === 0) index % 2 === 0 ? evenNuls++ : oddNuls++
    else if (byte < 9 || (byte > 13 && byte < 32 && byte !== 27)) controls++
  }
  const nulShareMin = head.length * NUL_SHARE_UTF16
  if (oddNuls > nulShareMin && evenNuls < oddNuls / 4) return 'utf-16le'
  if (evenNuls > nulShareMin && oddNuls < evenNuls / 4) return 'utf-16be'
  if (evenNuls + oddNuls + controls > head.length * CONTROL_SHARE_MAX) {
    throw new UnreadableFileError('This file holds no text that can be read. Choose a CSV, TSV or TXT file.')
  }
  return isUtf8(head) ? 'utf-8' : 'windows-1252'
}
