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
  /** Characters that stand as U+FFFD in the cells, because their bytes are none in this encoding. */
  unreadableCharacters: number
  /** The encoding was guessed, and most words beyond ASCII are none of a language that is written in it. */
  encodingDoubtful: boolean
}

type ReadOptions = {
  /** What the operator has set by hand; the rest is detected. */
  override: FormatOverride
  /** Bytes read so far. */
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Reads a text file of any size piece by piece: decodes it, splits it into records, drops blank ones. A workbook is
 * read as a whole.
 *
 * @throws UnreadableFileError for what is neither text nor a workbook, is empty, too large or not there any more; the
 * signal's reason when it was cancelled
 */
export async function readFile(file: Blob, options: ReadOptions): Promise<ReadFile> {
  try {
    return await readBytes(file, options)
  } catch (error) {
    if (!isGone(error)) throw error
    throw new UnreadableFileError('This file was changed, moved or removed since it was chosen. Choose it again.')
  }
}

/** Browsers hand out a file as it was when it was chosen; one that has changed on the disk they do not read. */
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
    // Few files are workbooks: what reads them is loaded for these only.
    const { readWorkbook } = await import('./workbook/read-workbook')
    return readWorkbook(file, options)
  }
  const detected = detectUnicode(head)
  // What somebody insists on is read so, with a mark in the place of what is not.
  if (options.override.encoding) return readAs(options.override.encoding, file, head, options)
  if (detected === null) return readGuessed(file, head, head, options)
  try {
    return await readAs(detected, file, head, { ...options, strict: true })
  } catch (error) {
    if (!(error instanceof NotInThisEncoding)) throw error
    // Not a byte of it may be lost in silence, and not every letter beyond ASCII be garbled for the sake of one byte.
    if (startsWith(head, UTF8_MARK)) return readAs('utf-8', file, head, options)
    const { isUtf8, sample } = await lookThrough(file, options.signal)
    return isUtf8 ? readAs('utf-8', file, head, options) : readGuessed(file, head, sample, options)
  }
}

/** @param sample bytes of the file with characters beyond ASCII among them */
async function readGuessed(file: Blob, head: Uint8Array, sample: Uint8Array, options: ReadOptions): Promise<ReadFile> {
  const { encoding, doubtful } = guessEncoding(sample)
  return { ...(await readAs(encoding, file, head, options)), encodingDoubtful: doubtful }
}

class NotInThisEncoding extends Error {}

/** Whether a file is UTF-8 but for a few bytes, and the lines from the first byte on that is beyond ASCII. */
async function lookThrough(file: Blob, signal: AbortSignal): Promise<{ isUtf8: boolean; sample: Uint8Array }> {
  const evidence = new Utf8Evidence()
  let sample = new Uint8Array(0)
  await forEachPiece(file, signal, (bytes) => {
    evidence.add(bytes)
    if (sample.length >= HEAD_BYTES) return
    const first = bytes.findIndex((byte) => byte > 0x7f)
    if (first < 0) return
    // From the beginning of a line, or of its piece: a character may be cut there, and nothing before it is lost.
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

/** @throws NotInThisEncoding for a byte that is no UTF-8, where that is asked for */
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
  // A line for Excel is no row of the list, header or not.
  if (parsed.recordNumbers[0] === 1 && toldDelimiter(parsed.records[0]?.join(format.delimiter) ?? '')) {
    parsed.records.shift()
    parsed.recordNumbers.shift()
  }
  // One of them may be the header.
  if (parsed.records.length > ROWS_PER_IMPORT_MAX + 1) {
    const most = ROWS_PER_IMPORT_MAX.toLocaleString('en-US')
    throw new UnreadableFileError(`This file has over ${most} rows. Split it and import the parts one after the other.`)
  }
  if (parsed.records.length === 0) throw new UnreadableFileError('This file has only blank lines. Choose another one.')
  return { ...parsed, format, unreadableCharacters, encodingDoubtful: false }
}
