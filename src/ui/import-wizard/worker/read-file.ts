import { detectDelimiter } from './detect-delimiter'
import { detectEncoding } from './detect-encoding'
import {
  type Encoding,
  type FileFormat,
  type FormatOverride,
  UnreadableFileError,
  type WorkbookFormat,
} from './file-format'
import { isZip, refuseKnownText } from './file-signature'
import { type ParsedRecords, RecordParser } from './parse-text'

export const FILE_BYTES_MAX = 100 * 1024 * 1024

const HEAD_BYTES = 64 * 1024

export type ReadFile = ParsedRecords & { format: FileFormat | WorkbookFormat }

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
 * @throws UnreadableFileError for what is neither text nor a workbook, is empty or too large; the signal's reason when it was cancelled
 */
export async function readFile(file: Blob, options: ReadOptions): Promise<ReadFile> {
  if (file.size === 0) throw new UnreadableFileError('This file is empty. Choose another one.')
  if (file.size > FILE_BYTES_MAX) {
    throw new UnreadableFileError('This file is over 100 MB. Split it and import the parts one after the other.')
  }
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer())
  if (isZip(head)) {
    // Few files are workbooks: what reads them is loaded for these only.
    const { readWorkbook } = await import('./workbook/read-workbook')
    return readWorkbook(file, { sheet: options.override.sheet, onProgress: options.onProgress, signal: options.signal })
  }
  const detected = detectEncoding(head)
  const encoding = options.override.encoding ?? detected
  try {
    return await readAs(encoding, file, head, options)
  } catch (error) {
    // The beginning was valid UTF-8 and a later byte is not: an export of one old program, in one-byte characters.
    if (error instanceof NotInThisEncoding && !options.override.encoding) {
      return readAs('windows-1252', file, head, options)
    }
    throw error
  }
}

class NotInThisEncoding extends Error {}

async function readAs(encoding: Encoding, file: Blob, head: Uint8Array, options: ReadOptions): Promise<ReadFile> {
  const { override, onProgress, signal } = options
  const sample = new TextDecoder(encoding).decode(head, { stream: true })
  refuseKnownText(sample.slice(0, 1_000))
  const format: FileFormat = {
    encoding,
    delimiter: override.delimiter ?? detectDelimiter(sample, encoding),
    quoted: override.quoted ?? true,
  }
  // What somebody insists is UTF-8 is read as such, with a mark in the place of what is not.
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' && !override.encoding })
  const decode = (bytes?: Uint8Array) => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined })
    } catch {
      throw new NotInThisEncoding()
    }
  }
  const parser = new RecordParser(format)
  const reader = file.stream().getReader()
  let bytes = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      signal.throwIfAborted()
      if (done) break
      parser.push(decode(value))
      bytes += value.length
      onProgress(bytes)
    }
    parser.push(decode())
  } finally {
    await reader.cancel()
  }
  const parsed = parser.finish()
  if (parsed.records.length === 0) throw new UnreadableFileError('This file has only blank lines. Choose another one.')
  return { ...parsed, format }
}
