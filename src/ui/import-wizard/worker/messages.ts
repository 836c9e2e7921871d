import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { FaultCode } from '@/domain/enrollment/fault.schema'
import type { ValidationContext } from '@/domain/enrollment/prepare-validation.rules'
import type { Mapping, Target } from '../state/import-target'
import type { ColumnProfile } from './column-profile'
import type { FileFormat, FormatOverride, WorkbookFormat } from './file-format'

export type PreviewColumn = { name: string; profile: ColumnProfile }

/** What the page knows of an opened file. The rows themselves stay in the worker. */
export type FilePreview = {
  format: FileFormat | WorkbookFormat
  /** Index among the records that are not blank; null when the file has no header. */
  headerRecord: number | null
  columns: PreviewColumn[]
  /** The first records as they are, header and what is above it included, with their numbers in the file. */
  head: { recordNumber: number; cells: string[] }[]
  /** Rows below the header. */
  rows: number
  blankRecords: number
  /** Records above the header: a title, a date. */
  skippedAbove: number
  /** Rows with another number of cells than the header. */
  raggedRows: { shorter: number; longer: number; firstRecordNumber: number | null }
  unclosedQuoteAt: number | null
}

/** All that the verdict on the rows depends on. */
export type Judging = {
  mapping: Mapping
  options: EnrollmentOptions
  agent: ValidationContext['agent']
  organization: ValidationContext['organization']
}

export const ROW_FILTERS = ['all', 'valid', 'invalid', 'duplicate', 'warning', 'leftOut'] as const

/** Which rows the grid shows: a state, or one fault. */
export type RowFilter = (typeof ROW_FILTERS)[number] | FaultCode

/** A value that many rows have wrong in the same way, and what is most likely meant. */
export type ValueFix = { target: Target; value: string; replacement: string; rows: number }

/** The state of the whole table. `valid + invalid + leftOut` is `rows`; `duplicates` are among the invalid. */
export type TableSummary = {
  rows: number
  valid: number
  invalid: number
  duplicates: number
  warnings: number
  leftOut: number
  faults: { code: FaultCode; rows: number }[]
  chains: { count: number; largest: { value: string; size: number } | null }
  /** Epoch milliseconds; null without a valid row. */
  firstCallMs: number | null
  lastCallMs: number | null
  fixes: ValueFix[]
  edits: number
  canUndo: boolean
}

export type GridRow = {
  /** 0-based among the rows below the header: the row's id for edits. */
  row: number
  /** As a spreadsheet numbers it. */
  recordNumber: number
  leftOut: boolean
  /** By target, in the order of the grid's columns. */
  values: string[]
  /** By target too: what is wrong or doubtful there. */
  faults: string[][]
  warnings: string[][]
  /** What is wrong with the row as a whole. */
  rowFaults: string[]
  edited: boolean[]
}

export type RowPage = { total: number; rows: GridRow[] }

/** What is sent, frozen: the contacts of all rows that are not left out, and each one's row. */
export type FrozenContacts = { contacts: Record<string, string>[]; rows: number[] }

export type RejectedRow = { row: number; recordNumber: number; name: string; phoneNumber: string; reason: string }

/** What the page can ask of the worker, each with its answer. */
export type WorkerCalls = {
  open: { input: { source: Blob; override: FormatOverride }; output: FilePreview }
  /** Stops the reading of a file; what was open stays open. */
  cancel: { input: null; output: null }
  setHeader: { input: { headerRecord: number | null }; output: FilePreview }
  judge: { input: Judging; output: TableSummary }
  rows: { input: { filter: RowFilter; from: number; to: number }; output: RowPage }
  edit: { input: { row: number; target: Target; value: string }; output: TableSummary }
  replace: { input: { target: Target; value: string; replacement: string }; output: TableSummary }
  leaveOut: { input: { rows: number[]; out: boolean }; output: TableSummary }
  leaveOutFiltered: { input: { filter: RowFilter; out: boolean }; output: TableSummary }
  undo: { input: null; output: TableSummary }
  freeze: { input: null; output: FrozenContacts }
  rejectedRows: { input: { rejected: { row: number; reason: string }[] }; output: RejectedRow[] }
  rejectedCsv: { input: { rejected: { row: number; reason: string }[] }; output: string }
}

export type CallName = keyof WorkerCalls

export type WorkerRequest = {
  [Name in CallName]: { id: number; call: Name; input: WorkerCalls[Name]['input'] }
}[CallName]

export type WorkerMessage =
  | { kind: 'answer'; id: number; output: WorkerCalls[CallName]['output'] }
  /** `forPeople` is false for a fault of ours. */
  | { kind: 'failure'; id: number; message: string; forPeople: boolean }
  | { kind: 'progress'; bytes: number }
