import { type Unzipped, unzipSync } from 'fflate'
import {
  type SheetChoice,
  type SheetOverride,
  UnreadableFileError,
  type WorkbookFormat,
} from '@/ui/import-wizard/worker/file-format'
import { NO_QUOTATION, type ParsedRecords } from '@/ui/import-wizard/worker/parse-text'
import { type CellFormat, readFormat } from './format-number-cell'
import { leaveOutHidden } from './leave-out-hidden'
import { CELLS_MAX, parseSheet, type SheetContext } from './parse-sheet'
import { attributeOf, decodeEscapes, scanXml } from './scan-xml'
import { tableLikeness } from './table-likeness'

export const WORKBOOK_BYTES_MAX = 20 * 1024 * 1024

/** A sheet that unpacks to more was made to fill the memory, and is no list of contacts. */
const UNPACKED_BYTES_MAX = 400 * 1024 * 1024
/**
 * Real sheets unpack to some ten times their packed size. A sheet that repeats one byte unpacks to a thousand times.
 */
const UNPACKED_SHARE_MAX = 200
const SUSPICIOUS_FROM_BYTES = 16 * 1024 * 1024
/** The limit for parts without cells, such as names of sheets and formats. */
const SMALL_PART_BYTES_MAX = 16 * 1024 * 1024
const SHEETS_MAX = 1_000
const SHARED_STRINGS_MAX = CELLS_MAX
/** How much is looked at to find the sheet that is a list. */
const ROWS_LOOKED_AT = 30
const SHEETS_LOOKED_AT = 20

export type ReadWorkbook = ParsedRecords & { format: WorkbookFormat; unreadableCharacters: 0; encodingDoubtful: false }

type ReadOptions = {
  /** What the operator has chosen: the sheet by its index in the workbook, and whether hidden cells are read. */
  override: SheetOverride
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Reads one sheet of an .xlsx file: the chosen one, or the visible and filled sheet that looks most like a list of
 * contacts. Cells become text as the spreadsheet shows it. Hidden rows and columns are left out unless they are
 * included.
 *
 * @throws UnreadableFileError for a file over 20 MB, another kind of zip, a broken or empty workbook, or one that
 *   unpacks to more than a list has
 */
export async function readWorkbook(file: Blob, { override, onProgress, signal }: ReadOptions): Promise<ReadWorkbook> {
  if (file.size > WORKBOOK_BYTES_MAX) {
    throw new UnreadableFileError(
      'This workbook is over 20 MB. Open it in Excel and save the sheet as “CSV UTF-8”: that can have up to 100 MB.',
    )
  }
  const bytes = new Uint8Array(await file.arrayBuffer())
  signal.throwIfAborted()
  const archive = new Archive(bytes)
  const { sheets, paths, date1904 } = readSheetList(archive)
  const context: SheetContext = {
    sharedStrings: readSharedStrings(archive),
    formats: readFormats(archive),
    date1904,
  }
  onProgress(file.size / 4)
  const read = async (index: number): Promise<ReadWorkbook> => {
    const xml = archive.text(paths[index] ?? '')
    const report = (share: number) => onProgress(Math.floor(file.size * (0.25 + share * 0.75)))
    const { records, recordNumbers, blank, ...hidden } = leaveOutHidden(
      await parseSheet(xml, context, report, signal),
      override,
    )
    const parsed = { records, recordNumbers, blankRecords: blank, ...NO_QUOTATION }
    return {
      ...parsed,
      format: { sheet: index, sheets, ...hidden, date1904 },
      unreadableCharacters: 0,
      encodingDoubtful: false,
    }
  }
  const { sheet } = override
  if (sheet !== undefined && sheet < sheets.length) return read(sheet)
  const lookedAt = [...sheets.keys()].filter((index) => !sheets[index]?.hidden).slice(0, SHEETS_LOOKED_AT)
  const likeness = new Map<number, number>()
  if (lookedAt.length > 1) {
    for (const index of lookedAt) {
      const { records } = await parseSheet(archive.text(paths[index] ?? ''), context, () => {}, signal, ROWS_LOOKED_AT)
      likeness.set(index, tableLikeness(records))
    }
  }
  const byLikeness = [...sheets.keys()].toSorted(
    (a, b) =>
      Number(sheets[a]?.hidden) - Number(sheets[b]?.hidden) || (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || a - b,
  )
  for (const index of byLikeness) {
    const found = await read(index)
    if (found.records.length > 0 || found.format.hiddenRows.count > 0) return found
  }
  throw new UnreadableFileError('All sheets of this workbook are empty. Choose another file.')
}

/** The parts of a workbook, each unpacked when it is asked for. */
class Archive {
  private readonly bytes: Uint8Array
  readonly names: readonly string[]

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    const names: string[] = []
    this.unzip((name) => {
      names.push(name)
      return false
    })
    this.names = names
    if (!names.some((name) => /(^|\/)workbook\.xml$/i.test(name))) throw new UnreadableFileError(describeZip(names))
  }

  /** Returns the text of a part; an empty text when there is none with this name. */
  text(path: string, bytesMax = UNPACKED_BYTES_MAX): string {
    const wanted = path.replace(/^\//, '').toLowerCase()
    const found = this.unzip((name) => name.toLowerCase() === wanted, bytesMax)
    const [bytes] = Object.values(found)
    return bytes ? new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes) : ''
  }

  /**
   * Unpacks the wanted parts. The size of a part is known before it is unpacked, and no more than that size is
   * unpacked.
   */
  private unzip(wanted: (name: string) => boolean, bytesMax = UNPACKED_BYTES_MAX): Unzipped {
    try {
      return unzipSync(this.bytes, {
        filter: ({ name, size, originalSize }) => {
          if (!wanted(name)) return false
          const isBomb = originalSize > SUSPICIOUS_FROM_BYTES && originalSize > size * UNPACKED_SHARE_MAX
          if (originalSize <= bytesMax && !isBomb) return true
          const megabytes = Math.ceil(originalSize / 1024 / 1024).toLocaleString('en-US')
          throw new UnreadableFileError(
            `A part of this workbook unpacks to ${megabytes} MB, more than any list of contacts. Open it in Excel, delete what is empty around the list, and save it as “CSV UTF-8”.`,
          )
        },
      })
    } catch (error) {
      if (error instanceof UnreadableFileError) throw error
      throw new UnreadableFileError('This workbook is damaged. Open it in Excel and save it again.')
    }
  }
}

function describeZip(names: readonly string[]): string {
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/workbook\.bin$/i)) return 'This is a binary Excel workbook (.xlsb). Open it in Excel and save it as .xlsx.'
  if (has(/^word\//)) return 'This is a Word document, not a list. Copy its table into a spreadsheet first.'
  if (has(/^ppt\//)) return 'This is a PowerPoint presentation, not a list. Choose a CSV file or an .xlsx workbook.'
  if (has(/^content\.xml$/)) return 'This is an OpenDocument file. Open it and save it as .xlsx or CSV.'
  if (has(/\.iwa$/)) return 'This is a Numbers document. Open it in Numbers and export it as .xlsx or CSV.'
  return 'This is a zip file, not a list. Unpack it and choose the file inside.'
}

function readSheetList(archive: Archive) {
  const workbookPath = archive.names.find((name) => /(^|\/)workbook\.xml$/i.test(name)) ?? 'xl/workbook.xml'
  const folder = workbookPath.slice(0, workbookPath.lastIndexOf('/') + 1)
  const targets = new Map<string, string>()
  scanXml(archive.text(`${folder}_rels/workbook.xml.rels`, SMALL_PART_BYTES_MAX), {
    open: (name, attributes) => {
      const id = attributeOf(attributes, 'Id')
      const target = attributeOf(attributes, 'Target')
      if (name === 'Relationship' && id && target) targets.set(id, target.startsWith('/') ? target : folder + target)
    },
  })
  const sheets: SheetChoice[] = []
  const paths: string[] = []
  let date1904 = false
  scanXml(archive.text(workbookPath, SMALL_PART_BYTES_MAX), {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
      const path = name === 'sheet' ? targets.get(attributeOf(attributes, 'id') ?? '') : undefined
      // A chart sheet has no cells.
      if (path === undefined || /chartsheets\//i.test(path)) return
      if (sheets.length === SHEETS_MAX) {
        throw new UnreadableFileError(
          'This workbook has over 1,000 sheets. Save the one with the list as a file of its own.',
        )
      }
      sheets.push({
        name: attributeOf(attributes, 'name') ?? `Sheet ${sheets.length + 1}`,
        hidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''),
      })
      paths.push(path)
    },
  })
  return { sheets, paths, date1904 }
}

function partOf(archive: Archive, file: string, bytesMax?: number): string {
  const path = archive.names.find((name) => name.toLowerCase().endsWith(`/${file.toLowerCase()}`))
  return archive.text(path ?? '', bytesMax)
}

const TOO_MANY_TEXTS =
  'This workbook has more texts than any list of contacts. Save the sheet with the list as “CSV UTF-8”.'

/** Reads the texts that cells share, without the reading aids of Japanese texts (`rPh`). */
function readSharedStrings(archive: Archive): string[] {
  const strings: string[] = []
  let text = ''
  let inText = false
  let inPhonetic = false
  scanXml(partOf(archive, 'sharedStrings.xml'), {
    open: (name) => {
      if (name === 'si') text = ''
      else if (name === 't') inText = true
      else if (name === 'rPh') inPhonetic = true
    },
    text: (piece) => {
      if (inText && !inPhonetic) text += piece
    },
    close: (name) => {
      if (name === 't') inText = false
      else if (name === 'rPh') inPhonetic = false
      else if (name === 'si') {
        if (strings.length === SHARED_STRINGS_MAX) throw new UnreadableFileError(TOO_MANY_TEXTS)
        strings.push(decodeEscapes(text))
      }
    },
  })
  return strings
}

function readFormats(archive: Archive): CellFormat[] {
  const codes = new Map<number, string>()
  const formats: CellFormat[] = []
  let inCellFormats = false
  scanXml(partOf(archive, 'styles.xml', SMALL_PART_BYTES_MAX), {
    open: (name, attributes) => {
      if (name === 'numFmt') {
        codes.set(Number(attributeOf(attributes, 'numFmtId')), attributeOf(attributes, 'formatCode') ?? '')
      } else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributeOf(attributes, 'numFmtId') ?? 0)
        formats.push(readFormat(id, codes.get(id)))
      }
    },
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return formats
}
