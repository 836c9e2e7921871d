import type { FilePreview } from '@/ui/import-wizard/worker/messages'
import type { ListColumns } from './suggest-columns'

/** What a file of numbers says, by the columns that were chosen. Every row is one of the three. */
export type ListReading = {
  /** The different numbers. */
  numbers: number
  /** Rows that name a number again. The entry that ends last counts. */
  repeated: number
  invalid: number
  /** The first of the rows that were left out. */
  examples: RowLeftOut[]
  /** By which the same numbers are known when they are sent again: 64 hex digits. */
  fingerprint: string
  chunks: number
}

/** A row that is not on the list, and why. */
export type RowLeftOut = { recordNumber: number; text: string; reason: string }

/** Numbers in E.164 and when they end, as ISO 8601. `ends` is absent when none says so itself. */
export type ListChunk = { numbers: string[]; ends?: (string | null)[] }

export type ListCalls = {
  open: { input: { source: Blob }; output: { preview: FilePreview; columns: ListColumns } }
  /** Null when it was cancelled, or other columns were chosen meanwhile. */
  read: { input: { columns: ListColumns; country: string }; output: ListReading | null }
  chunk: { input: { number: number }; output: ListChunk }
  /** All rows that were left out, as a CSV: the columns of the file, and the reason. */
  leftOut: { input: null; output: Blob }
  cancel: { input: null; output: null }
}

export type ListCallName = keyof ListCalls

export type ListRequest = {
  [Name in ListCallName]: { id: number; call: Name; input: ListCalls[Name]['input'] }
}[ListCallName]

export type ListMessage =
  | { kind: 'answer'; id: number; output: ListCalls[ListCallName]['output'] }
  /** `forPeople` is false for an error on our side. */
  | { kind: 'failure'; id: number; message: string; forPeople: boolean }
  /** Bytes of the file, or rows of its numbers, that are read so far. */
  | { kind: 'progress'; done: number; total: number }
