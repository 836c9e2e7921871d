import { ROWS_PER_IMPORT_MAX } from '@/domain/imports/import.schema'
import { detectDelimiter, toldDelimiter } from './detect-delimiter'
import { countUnreadable, detectUnicode, Utf8Evidence } from './detect-encoding'
import {
  type Encoding,
  type FileFormat,
  type FormatOverride,
  UnreadableFileError,
  type WorkbookFormat,
} from './file-format'
import { isZip, refuseKnownText, startsWith } from './file-signature'
import { guessEncoding } from './guess-encoding'
import { type ParsedRecords, RecordParser } from './parse-text'

export const FILE_BYTES_MAX = 100 * 1024 * 1024

const HEAD_BYTES = 64 * 1024

const LINE_FEED = 0x0a
const UTF8_MARK = [0xef, 0xbb, 0xbf]

export type ReadFile = ParsedRecords & {
  format: FileFormat | WorkbookFormat
  /** How many characters are U+FFFD in the cells, because their bytes do not exist in the encoding. */
  unreadableCharacters: number
  /** True when the encoding was guessed, and most words beyond ASCII fit no language that uses it. */
  encodingDoubtful: boolean
}

type ReadOptions = {
  /** The settings that the operator has made by hand. All others are detected. */
  override: FormatOverride
  /** Called with the bytes read so far. */
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Reads a text file of any size piece by piece: decodes it, splits it into records, and drops blank ones. A workbook is
 * read as a whole.
 *
 * @throws UnreadableFileError for a file that is neither text nor a workbook, is empty, is too large or no longer
 *   exists; the signal's reason when it was cancelled
 */
export async function readFile(file: Blob, options: ReadOptions): Promise<ReadFile> {
  try {
    return await readBytes(file, options)
  } catch (error) {
    if (!isGone(error)) throw error
    throw new UnreadableFileError('This file was changed, moved or removed since it was chosen. Choose it again.')
  }
}

/** Says whether the file has changed or is gone. Browsers read a file only as it was when it was chosen. */
function isGone(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotReadableError' || error.name === 'NotFoundError')
}

async function readBytes(file: Blob, options: ReadOptions): Promise<ReadFile> {
  if (file.size === 0) throw new UnreadableFileError('This file is empty. Choose another one.')
  if (file.size > FILE_BYTES_MAX) {
    throw new UnreadableFileError('This file is over 100 MB. Split it and import the parts one after the other.')
  }
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  if (isZip(head)) {
    // Few files are workbooks, so their reader is loaded only when needed.
    const { readWorkbook } = await import('./workbook/read-workbook')
    return readWorkbook(file, options)
  }
  const detected = detectUnicode(head)
  // An encoding that the operator has chosen is always used. Bytes that it does not have become U+FFFD.
  if (options.override.encoding) return readAs(options.override.encoding, file, head, options)
  if (detected === null) return readGuessed(file, head, head, options)
  try {
    return await readAs(detected, file, head, { ...options, strict: true })
  } catch (error) {
    if (!(error instanceof NotInThisEncoding)) throw error
    // No byte may be lost silently, and a single wrong byte must not garble all letters beyond ASCII.
    if (startsWith(head, UTF8_MARK)) return readAs('utf-8', file, head, options)
    const { isUtf8, sample } = await lookThrough(file, options.signal)
    return isUtf8 ? readAs('utf-8', file, head, options) : readGuessed(file, head, sample, options)
  }
}

/**
 * Reads the file in the encoding that fits a sample best.
 *
 * @param sample bytes of the file with characters beyond ASCII among them
 */
async function readGuessed(file: Blob, head: Uint8Array, sample: Uint8Array, options: ReadOptions): Promise<ReadFile> {
  const { encoding, doubtful } = guessEncoding(sample)
  return { ...(await readAs(encoding, file, head, options)), encodingDoubtful: doubtful }
}

class NotInThisEncoding extends Error {}

/**
 * Reads the file once. Finds whether it is UTF-8 except for a few bytes, and a sample of lines that begins at the first
 * byte beyond ASCII.
 */
async function lookThrough(file: Blob, signal: AbortSignal): Promise<{ isUtf8: boolean; sample: Uint8Array }> {
  const evidence = new Utf8Evidence()
  let sample = new Uint8Array(0)
  await forEachPiece(file, signal, (bytes) => {
    evidence.add(bytes)
    if (sample.length >= HEAD_BYTES) return
    const first = bytes.findIndex((byte) => byte > 0x7f)
    if (first < 0) return
    // The sample starts at the beginning of a line, or of its piece. A character may be cut there, but nothing is lost
    // before it.
    const from = bytes.lastIndexOf(LINE_FEED, first) + 1
    sample = Uint8Array.from([...sample, ...bytes.subarray(from, from + HEAD_BYTES)])
  })
  return { isUtf8: evidence.isUtf8(), sample }
}

async function forEachPiece(file: Blob, signal: AbortSignal, take: (bytes: Uint8Array) => void): Promise<void> {
  const reader = file.stream().getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) return
      take(value)
    }
  } finally {
    await reader.cancel()
  }
}

/**
 * Reads the file in this encoding.
 *
 * @throws NotInThisEncoding for a byte that is not UTF-8, if `strict` is set
 */
async function readAs(
  encoding: Encoding,
  file: Blob,
  head: Uint8Array,
  options: ReadOptions & { strict?: boolean },
): Promise<ReadFile> {
  const { override, onProgress, signal, strict = false } = options
  const sample = new TextDecoder(encoding).decode(head, { stream: true })
  refuseKnownText(sample.slice(0, 1_000))
  const format: FileFormat = {
    encoding,
    delimiter: override.delimiter ?? detectDelimiter(sample, encoding),
    quoted: override.quoted ?? true,
  }
  const fatal = strict && encoding === 'utf-8'
  const decoder = new TextDecoder(encoding, { fatal })
  let unreadableCharacters = 0
  const decode = (bytes?: Uint8Array) => {
    try {
      const text = decoder.decode(bytes, { stream: bytes !== undefined })
      if (!fatal) unreadableCharacters += countUnreadable(text)
      return text
    } catch {
      throw new NotInThisEncoding()
    }
  }
  const parser = new RecordParser(format)
  let read = 0
  await forEachPiece(file, signal, (bytes) => {
    parser.push(decode(bytes))
    read += bytes.length
    onProgress(read)
  })
  parser.push(decode())
  const parsed = parser.finish()
  // A line such as `sep=;` is meant for Excel, and is neither a row nor the header.
  if (parsed.recordNumbers[0] === 1 && toldDelimiter(parsed.records[0]?.join(format.delimiter) ?? '')) {
    parsed.records.shift()
    parsed.recordNumbers.shift()
  }
  // One of the records may be the header.
  if (parsed.records.length > ROWS_PER_IMPORT_MAX + 1) {
    const most = ROWS_PER_IMPORT_MAX.toLocaleString('en-US')
    throw new UnreadableFileError(`This file has over ${most} rows. Split it and import the parts one after the other.`)
  }
  if (parsed.records.length === 0) throw new UnreadableFileError('This file has only blank lines. Choose another one.')
  return { ...parsed, format, unreadableCharacters, encodingDoubtful: false }
}
