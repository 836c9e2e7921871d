const NAMES_BY_REGION = {
  Unicode: { 'utf-8': 'UTF-8', 'utf-16le': 'UTF-16 LE', 'utf-16be': 'UTF-16 BE' },
  'Western Europe': { 'windows-1252': 'Windows-1252', 'iso-8859-15': 'ISO-8859-15', macintosh: 'Macintosh' },
  'Central Europe': { 'windows-1250': 'Windows-1250', 'iso-8859-2': 'ISO-8859-2' },
  'South-eastern Europe': { 'iso-8859-16': 'ISO-8859-16', 'iso-8859-3': 'ISO-8859-3' },
  'Northern Europe': {
    'windows-1257': 'Windows-1257 (Baltic)',
    'iso-8859-4': 'ISO-8859-4',
    'iso-8859-10': 'ISO-8859-10',
    'iso-8859-13': 'ISO-8859-13',
    'iso-8859-14': 'ISO-8859-14',
  },
  Cyrillic: {
    'windows-1251': 'Windows-1251',
    'koi8-r': 'KOI8-R',
    'koi8-u': 'KOI8-U',
    'iso-8859-5': 'ISO-8859-5',
    ibm866: 'IBM866',
    'x-mac-cyrillic': 'Macintosh Cyrillic',
  },
  Greek: { 'windows-1253': 'Windows-1253', 'iso-8859-7': 'ISO-8859-7' },
  Turkish: { 'windows-1254': 'Windows-1254' },
  Hebrew: { 'windows-1255': 'Windows-1255', 'iso-8859-8': 'ISO-8859-8' },
  Arabic: { 'windows-1256': 'Windows-1256', 'iso-8859-6': 'ISO-8859-6' },
  Thai: { 'windows-874': 'Windows-874' },
  Vietnamese: { 'windows-1258': 'Windows-1258' },
  Japanese: { shift_jis: 'Shift_JIS', 'euc-jp': 'EUC-JP', 'iso-2022-jp': 'ISO-2022-JP' },
  Chinese: { gb18030: 'GB18030', gbk: 'GBK', big5: 'Big5' },
  Korean: { 'euc-kr': 'EUC-KR' },
} as const

type NamesByRegion = typeof NAMES_BY_REGION
export const DELIMITERS = [',', ';', '\t', '|'] as const

/** The encodings that a browser's TextDecoder reads (WHATWG Encoding), by their names there. */
export type Encoding = { [Region in keyof NamesByRegion]: keyof NamesByRegion[Region] }[keyof NamesByRegion]

/** The encodings in the order in which they are offered, Unicode first. */
export const ENCODING_REGIONS: readonly { region: string; encodings: readonly { value: Encoding; label: string }[] }[] =
  Object.entries(NAMES_BY_REGION).map(([region, names]) => ({
    region,
    encodings: Object.entries(names).map(([value, label]) => ({ value: value as Encoding, label })),
  }))

export type Delimiter = (typeof DELIMITERS)[number]

/** How the bytes of a file become cells. */
export type FileFormat = {
  encoding: Encoding
  delimiter: Delimiter
  /** False when quotation marks are ordinary characters. */
  quoted: boolean
}

/** A sheet of a workbook, as it is offered. */
export type SheetChoice = { name: string; hidden: boolean }

/** Hidden rows or columns of a sheet, and whether they are read. */
export type HiddenCells = { count: number; included: boolean }

/** How a workbook becomes cells. `sheet` is the index in `sheets` of the sheet that was read. */
export type WorkbookFormat = {
  sheet: number
  sheets: readonly SheetChoice[]
  /** Hidden by a filter, a group or by hand. Blank ones do not count. */
  hiddenRows: HiddenCells
  hiddenColumns: HiddenCells
  /** How many cells below the first one of a merged range got its value. */
  mergedCellsFilled: number
  /** True when days count from 1904, as on old Macs, and not from 1900. */
  date1904: boolean
}

/** The settings that the operator has made by hand. All others are detected. */
export type FormatOverride = Partial<FileFormat> & SheetOverride

export type SheetOverride = { sheet?: number; includeHiddenRows?: boolean; includeHiddenColumns?: boolean }

export const DELIMITER_NAMES: Record<Delimiter, string> = {
  ',': 'Comma',
  ';': 'Semicolon',
  '\t': 'Tab',
  '|': 'Vertical bar',
}

/** Means that a file cannot be imported. Its message is for the person who chose the file. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError'
}
