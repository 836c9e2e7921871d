import { type Encoding, UnreadableFileError } from './file-format'
import { refuseKnownBytes, startsWith } from './file-signature'
import { guessEncoding } from './guess-encoding'

/** Chinese or Japanese in UTF-16 has NULs only in digits, delimiters and line ends; other text has none at all. */
const NUL_SHARE_UTF16 = 0.02
const CONTROL_SHARE_MAX = 0.02

const BEYOND_ASCII = /[^\0-\x7f]/g
const UNREADABLE = /\uFFFD/g

/** How many characters there are that the encoding does not have; each is read as U+FFFD. */
export function countUnreadable(text: string): number {
  return text.match(UNREADABLE)?.length ?? 0
}

/**
 * Tells UTF-8 with a few broken bytes, as left by a program that cuts texts by the byte, from Windows-1252, in which next
 * to nothing beyond ASCII reads as UTF-8.
 */
export class Utf8Evidence {
  // With `stream`, a character cut at the end of a piece is no error.
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

/** In UTF-16, what is none reads as code points that nobody has assigned, or as control characters. */
function isUtf16(head: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): boolean {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(head.subarray(0, 8_192), { stream: true })
    const odd = [...text].filter((character) => /[\p{Cn}\p{Co}]/u.test(character) || isControl(character.charCodeAt(0)))
    return odd.length <= text.length * CONTROL_SHARE_MAX
  } catch {
    return false
  }
}

/** TAB, LF, CR, their kin and ESC are found in texts. */
function isControl(code: number): boolean {
  return code < 9 || (code > 13 && code < 32 && code !== 27)
}

/** The encoding of a text file, from its first bytes: Unicode, else what the bytes look most like. See `detectUnicode`. */
export function detectEncoding(head: Uint8Array): Encoding {
  return detectUnicode(head) ?? guessEncoding(head).encoding
}

/**
 * Which of the Unicode encodings a text file has, from its first bytes: a byte order mark; else the pattern of NULs that
 * digits and delimiters have in UTF-16; else UTF-8 when it is that, but for a few bytes. Null for none of them.
 *
 * @param head the first 64 KB or less
 * @throws UnreadableFileError when it is no text at all
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
