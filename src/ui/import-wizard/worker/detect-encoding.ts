import { type Encoding, UnreadableFileError } from './file-format'
import { refuseKnownBytes, startsWith } from './file-signature'
import { guessEncoding } from './guess-encoding'

/** Chinese or Japanese in UTF-16 has NULs only in digits, delimiters and line ends. Other encodings have no NULs. */
const NUL_SHARE_UTF16 = 0.02
const CONTROL_SHARE_MAX = 0.02

const BEYOND_ASCII = /[^\0-\x7f]/g
const UNREADABLE = /\uFFFD/g

/** Counts the characters that the encoding does not have; each is read as U+FFFD. */
export function countUnreadable(text: string): number {
  return text.match(UNREADABLE)?.length ?? 0
}

/**
 * Tells UTF-8 with a few broken bytes from Windows-1252. Programs that cut texts by bytes leave such broken bytes. In
 * Windows-1252 hardly anything beyond ASCII reads as UTF-8.
 */
export class Utf8Evidence {
  // With `stream`, a character that is cut at the end of a piece is no error.
  private readonly decoder = new TextDecoder('utf-8')
  private whole = 0
  private broken = 0

  add(bytes: Uint8Array): void {
    const text = this.decoder.decode(bytes, { stream: true })
    const broken = countUnreadable(text)
    this.broken += broken
    this.whole += (text.match(BEYOND_ASCII)?.length ?? 0) - broken
  }

  isUtf8(): boolean {
    return this.whole > this.broken
  }
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    const evidence = new Utf8Evidence()
    evidence.add(bytes)
    return evidence.isUtf8()
  }
}

/** Says whether bytes are UTF-16. Other bytes would read as unassigned code points or control characters. */
function isUtf16(head: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(head.subarray(0, 8_192), { stream: true })
    const odd = [...text].filter((character) => /[\p{Cn}\p{Co}]/u.test(character) || isControl(character.charCodeAt(0)))
    return odd.length <= text.length * CONTROL_SHARE_MAX
  } catch {
    return false
  }
}

/**
 * Says whether a code is a control character. TAB, LF, CR, their kin and ESC do not count, since texts contain them.
 */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 32 && code !== 27)
}

/**
 * Finds the encoding of a text file from its first bytes: Unicode, or what the bytes look most like.
 *
 * @throws UnreadableFileError as `detectUnicode` does
 */
export function detectEncoding(head: Uint8Array): Encoding {
  return detectUnicode(head) ?? guessEncoding(head).encoding
}

/**
 * Finds the Unicode encoding of a text file from its first bytes: by a byte order mark, then by the pattern of NULs
 * that digits and delimiters have in UTF-16, then by reading UTF-8, with a few broken bytes allowed. Null for any other
 * encoding.
 *
 * @param head the first 64 KB or less
 * @throws UnreadableFileError when the file is no text
 */
export function detectUnicode(head: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | null {
  refuseKnownBytes(head)
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be'
  if (startsWith(head, [0xef, 0xbb, 0xbf])) return 'utf-8'

  let evenNuls = 0
  let oddNuls = 0
  let controls = 0
  for (const [index, byte] of head.entries()) {
    if (byte === 0) index % 2 === 0 ? evenNuls++ : oddNuls++
    else if (isControl(byte)) controls++
  }
  const nulShareMin = head.length * NUL_SHARE_UTF16
  if (oddNuls > nulShareMin && isUtf16(head, 'utf-16le')) return 'utf-16le'
  if (evenNuls > nulShareMin && isUtf16(head, 'utf-16be')) return 'utf-16be'
  if (evenNuls + oddNuls + controls > head.length * CONTROL_SHARE_MAX) {
    throw new UnreadableFileError('This file holds no text that can be read. Choose a CSV, TSV or TXT file.')
  }
  return isUtf8(head) ? 'utf-8' : null
}
