import type { StagedChunk, StagedStart, Staging } from '@/ui/staging/staging-database'
import type { ColumnProfile } from './column-profile'
import type { FileFormat, FormatOverride, WorkbookFormat } from './file-format'
import type { FreezeRequest } from './freeze-import'
import type { FoundInLines } from './parse-text'
import type { ReviewCalls } from './review-messages'
import type { StageRequest } from './stage-import'

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
  /** What quotation marks did; lines are counted as an editor does. */
  linesInCells: number
  unclosedQuoteAt: number | null
  strayQuotes: FoundInLines | null
  swallowedRows: FoundInLines | null
  /** Characters that stand as U+FFFD in the cells. */
  unreadableCharacters: number
  /** The encoding is a guess that hardly fits. */
  encodingDoubtful: boolean
}

/** A file that is enrolled in one call, frozen. */
export type FrozenFile = { start: StagedStart; chunks: StagedChunk[] }

/** What the page can ask of the worker, each with its answer. */
export type WorkerCalls = ReviewCalls & {
  open: { input: { source: Blob; override: FormatOverride }; output: FilePreview }
  /** Stops the reading of a file; what was open stays open. */
  cancel: { input: null; output: null }
  setHeader: { input: { headerRecord: number | null }; output: FilePreview }
  /** Null for more than one call takes. */
  freeze: { input: FreezeRequest; output: FrozenFile | null }
  /** What the list is known by when it comes again, 64 hex digits: see `hashCells`. */
  fingerprint: { input: null; output: string }
  /** E.164 of all accepted rows, each once. */
  acceptedNumbers: { input: null; output: string[] }
  /** Freezes an import of many batches and keeps it in this browser until it is sent. */
  stage: { input: StageRequest; output: Staging }
  /** How many contacts the first rows make that fit into this many: whole chains. */
  countFirst: { input: { contactsMax: number }; output: number }
}

export type CallName = keyof WorkerCalls

export type WorkerRequest = {
  [Name in CallName]: { id: number; call: Name; input: WorkerCalls[Name]['input'] }
}[CallName]

/** The first message to the worker: its ends of the channels to the judges. */
export type WorkerSetup = { kind: 'setup'; judges: MessagePort[] }

export type WorkerMessage =
  | { kind: 'answer'; id: number; output: WorkerCalls[CallName]['output'] }
  /** `forPeople` is false for a fault of ours. */
  | { kind: 'failure'; id: number; message: string; forPeople: boolean }
  | { kind: 'progress'; bytes: number }
  /** How many rows of a judging are judged. */
  | { kind: 'judging'; judged: number; rows: number }
/** The table has changed by itself. */
