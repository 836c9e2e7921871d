import { type Unzipped, unzipSync } from 'fflate'
import { type SheetChoice, UnreadableFileError, type WorkbookFormat } from '../file-format'
import { NO_QUOTATION, type ParsedRecords } from '../parse-text'
import { type CellFormat, readFormat } from './format-number-cell'
import { parseSheet, type SheetContext } from './parse-sheet'
import { attributeOf, decodeEscapes, scanXml } from './scan-xml'

export const WORKBOOK_BYTES_MAX = 20 * 1024 * 1024

/** A sheet that unpacks to more is no list of contacts, but a file made to fill the memory. */
const UNPACKED_BYTES_MAX = 400 * 1024 * 1024

export type ReadWorkbook = ParsedRecords & { format: WorkbookFormat; unreadableCharacters: 0 }

type ReadOptions = {
  /** The sheet that the operator has chosen, by its place in the workbook. */
  sheet: number | undefined
  onProgress: (bytes: number) => void
  signal: AbortSignal
}

/**
 * Reads one sheet of an .xlsx file: the chosen one, else the first that can be seen and holds something. Its cells are
 * what the spreadsheet shows, as text.
 *
 * @throws UnreadableFileError for a file over 20 MB, one that is another kind of zip, broken or empty
 */
export async function readWorkbook(file: Blob, { sheet, onProgress, signal }: ReadOptions): Promise<ReadWorkbook> {
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
    const { records, recordNumbers, blank } = await parseSheet(xml, context, report, signal)
    const parsed = { records, recordNumbers, blankRecords: blank, ...NO_QUOTATION }
    return { ...parsed, format: { sheet: index, sheets }, unreadableCharacters: 0 }
  }
  if (sheet !== undefined && sheet < sheets.length) return read(sheet)
  const inSight = [...sheets.keys()].toSorted((a, b) => Number(sheets[a]?.hidden) - Number(sheets[b]?.hidden))
  for (const index of inSight) {
    const found = await read(index)
    if (found.records.length > 0) return found
  }
  throw new UnreadableFileError('All sheets of this workbook are empty. Choose another file.')
}

/** The parts of a workbook, unpacked one by one as they are asked for. */
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

  /** The text of a part; blank when there is none of this name. */
  text(path: string): string {
    const wanted = path.replace(/^\//, '').toLowerCase()
    const found = this.unzip((name) => name.toLowerCase() === wanted)
    const [bytes] = Object.values(found)
    return bytes ? new TextDecoder(bytes[0] === 0xff ? 'utf-16le' : 'utf-8').decode(bytes) : ''
  }

  private unzip(wanted: (name: string) => boolean): Unzipped {
    try {
      return unzipSync(this.bytes, {
        filter: ({ name, originalSize }) => {
          if (!wanted(name)) return false
          if (originalSize <= UNPACKED_BYTES_MAX) return true
          throw new UnreadableFileError('This workbook unpacks to more than 400 MB. Save the sheet as “CSV UTF-8”.')
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
  scanXml(archive.text(`${folder}_rels/workbook.xml.rels`), {
    open: (name, attributes) => {
      const id = attributeOf(attributes, 'Id')
      const target = attributeOf(attributes, 'Target')
      if (name === 'Relationship' && id && target) targets.set(id, target.startsWith('/') ? target : folder + target)
    },
  })
  const sheets: SheetChoice[] = []
  const paths: string[] = []
  let date1904 = false
  scanXml(archive.text(workbookPath), {
    open: (name, attributes) => {
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributeOf(attributes, 'date1904') ?? '')
      const path = name === 'sheet' ? targets.get(attributeOf(attributes, 'id') ?? '') : undefined
      // Charts on a sheet of their own have no cells.
      if (path === undefined || /chartsheets\//i.test(path)) return
      sheets.push({
        name: attributeOf(attributes, 'name') ?? `Sheet ${sheets.length + 1}`,
        hidden: /hidden/i.test(attributeOf(attributes, 'state') ?? ''),
      })
      paths.push(path)
    },
  })
  return { sheets, paths, date1904 }
}

function partOf(archive: Archive, file: string): string {
  return archive.text(archive.names.find((name) => name.toLowerCase().endsWith(`/${file.toLowerCase()}`)) ?? '')
}

/** Texts that cells share; the reading aids of Japanese ones (`rPh`) are not among them. */
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
      else if (name === 'si') strings.push(decodeEscapes(text))
    },
  })
  return strings
}

function readFormats(archive: Archive): CellFormat[] {
  const codes = new Map<number, string>()
  const formats: CellFormat[] = []
  let inCellFormats = false
  scanXml(partOf(archive, 'styles.xml'), {
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
