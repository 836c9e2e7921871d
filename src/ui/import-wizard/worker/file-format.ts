export const ENCODINGS = ['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'] as const
export const DELIMITERS = [',', ';', '\t', '|'] as const

export type Encoding = (typeof ENCODINGS)[number]
export type Delimiter = (typeof DELIMITERS)[number]

/** How the bytes of a file become cells. */
export type FileFormat = {
  encoding: Encoding
  delimiter: Delimiter
  /** False: quotation marks are ordinary characters. */
  quoted: boolean
}

/** A sheet of a workbook, as it can be chosen. */
export type SheetChoice = { name: string; hidden: boolean }

/** Rows or columns of a sheet that its spreadsheet does not show, and whether they are read all the same. */
export type HiddenCells = { count: number; included: boolean }

/** How a workbook becomes cells: the sheet that was read, by its place among all of them. */
export type WorkbookFormat = {
  sheet: number
  sheets: readonly SheetChoice[]
  /** Hidden by a filter, a group or by hand; blank ones do not count. */
  hiddenRows: HiddenCells
  hiddenColumns: HiddenCells
  /** Cells below the first one of a merged range, which got its value. */
  mergedCellsFilled: number
}

/** What the operator has set by hand; the rest is detected. */
export type FormatOverride = Partial<FileFormat> & SheetOverride

export type SheetOverride = { sheet?: number; includeHiddenRows?: boolean; includeHiddenColumns?: boolean }

export const ENCODING_NAMES: Record<Encoding, string> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Windows-1252',
}

export const DELIMITER_NAMES: Record<Delimiter, string> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
}

/** A file that cannot be imported, said to the person who chose it. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError'
}
