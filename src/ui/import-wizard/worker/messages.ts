import type { DraftWork, KeptDraft, NewDraft } from '@/ui/import-wizard/draft/kept-draft'
import type { StagedChunk, StagedStart, Staging } from '@/ui/staging/staging-database'
import type { ColumnProfile } from './column-profile'
import type { DraftLoss } from './draft-keeper'
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
  /** The first records, with the header and what stands above it, and with their numbers in the file. */
  head: { recordNumber: number; cells: string[] }[]
  /** How many rows are below the header. */
  rows: number
  blankRecords: number
  /** How many records stand above the header, such as a title or a date. */
  skippedAbove: number
  /** Rows that have more or fewer cells than the header. */
  raggedRows: { shorter: number; longer: number; firstRecordNumber: number | null }
  /** What quotation marks did. Lines are counted as in a text editor. */
  linesInCells: number
  unclosedQuoteAt: number | null
  strayQuotes: FoundInLines | null
  swallowedRows: FoundInLines | null
  /** How many characters are U+FFFD in the cells. */
  unreadableCharacters: number
  /** True when the encoding is a guess that hardly fits. */
  encodingDoubtful: boolean
}

/** A frozen file that is enrolled in one call. */
export type FrozenFile = { start: StagedStart; chunks: StagedChunk[] }

/** The calls that the page can make to the worker, with their answers. */
export type WorkerCalls = ReviewCalls & {
  open: { input: { source: Blob; override: FormatOverride; draft: NewDraft }; output: FilePreview }
  /** Opens a kept draft, with its file and all fixes. */
  resume: { input: KeptDraft; output: { preview: FilePreview; source: Blob } }
  /** Keeps what was decided beside the rows. */
  keep: { input: DraftWork; output: null }
  /** Writes at once what of the draft is not written yet. */
  flushDraft: { input: null; output: null }
  /** Notes in the draft, before anything is sent, the import that its rows are sent as. */
  noteSent: { input: { importId: string }; output: null }
  /** Removes the draft, since its rows are enrolled. */
  removeDraft: { input: null; output: null }
  /** Writes the draft and lets go of it. The table stays open and is kept no more. */
  leaveDraft: { input: null; output: null }
  /** Stops reading a file. The file that was open stays open. */
  cancel: { input: null; output: null }
  setHeader: { input: { headerRecord: number | null }; output: FilePreview }
  /** Null when the file is too large for one call. */
  freeze: { input: FreezeRequest; output: FrozenFile | null }
  /** The fingerprint of the list, 64 hex digits: see `hashCells`. */
  fingerprint: { input: null; output: string }
  /** The E.164 numbers of all accepted rows, each once. */
  acceptedNumbers: { input: null; output: string[] }
  /** Freezes an import of many batches and stores it in this browser until it is sent. */
  stage: { input: StageRequest; output: Staging }
  /** Counts the contacts of the first whole chains that fit into `contactsMax`. */
  countFirst: { input: { contactsMax: number }; output: number }
}

export type CallName = keyof WorkerCalls

export type WorkerRequest = {
  [Name in CallName]: { id: number; call: Name; input: WorkerCalls[Name]['input'] }
}[CallName]

/** The first message to the worker, with its ports to the judges. */
export type WorkerSetup = { kind: 'setup'; judges: MessagePort[] }

export type WorkerMessage =
  | { kind: 'answer'; id: number; output: WorkerCalls[CallName]['output'] }
  /** `forPeople` is false for an error on our side. */
  | { kind: 'failure'; id: number; message: string; forPeople: boolean }
  | { kind: 'progress'; bytes: number }
  /** Whether the draft is kept: null, or why it is not. */
  | { kind: 'draft'; loss: DraftLoss | null }
  /** How many rows are judged so far. */
  | { kind: 'judging'; judged: number; rows: number }
