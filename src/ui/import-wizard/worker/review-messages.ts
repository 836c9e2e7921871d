import type { FaultCode } from '@/domain/contacts/fault.schema'
import type { ValidationContext } from '@/domain/contacts/prepare-validation.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { Mapping, Target } from '@/domain/mappings/mapping.rules'
import type { RowConsent } from '@/domain/mappings/row-consent.rules'
import type { ReadableNumber } from '@/ui/components/readable-number'
import type { Damage, Repair } from './damages'
import type { LookedUp, NumberRules } from './known-rows'
import type { CellRange, Placement } from './place-cells'

/** Everything that the verdicts on rows depend on. */
export type Judging = {
  mapping: Mapping
  options: EnrollmentOptions
  agent: ValidationContext['agent']
  organization: ValidationContext['organization']
}

/** The states of rows. A `chained` row waits for an earlier contact of its chain. */
export const ROW_STATES = ['all', 'valid', 'faulty', 'duplicate', 'chained', 'warning', 'edited', 'leftOut'] as const

/** The rows that the grid shows: those of a state, with one fault, or with one kind of damage. */
export type RowFilter = (typeof ROW_STATES)[number] | FaultCode | Damage

export type FindQuery = {
  text: string
  /** Null searches every column of the grid. */
  target: Target | null
  matchCase: boolean
  wholeCell: boolean
}

/** The rows of a filter; with `find`, only those with a text. */
export type RowQuery = { filter: RowFilter; find: FindQuery | null }

/**
 * A value that is wrong in the same way in many rows, with the likely replacements, the likeliest first. A value with
 * `isTaken` is accepted but doubtful.
 */
export type ValueFix = {
  target: Target
  value: string
  isTaken: boolean
  replacements: readonly string[]
  rows: number
}

/** One repair of a damage in many rows at once. `choice` is that of `Repair`; `before` and `after` are an example. */
export type RepairOffered = { choice: string; rows: number; before: string; after: string }

/** A damage, and how many rows have it. `example` is one of the cells. */
export type DamageFound = { damage: Damage; rows: number; example: string; repairs: RepairOffered[] }

/** A chain, and how many of its contacts are accepted. */
export type Chain = { value: string; size: number }

/** The state of the whole table. `valid + faulty + leftOut` equals `rows`; `duplicates` are among the faulty ones. */
export type TableSummary = {
  rows: number
  valid: number
  faulty: number
  duplicates: number
  /** Accepted contacts that wait for an earlier one of their chain. */
  chained: number
  /** Accepted rows with something doubtful. */
  warnings: number
  leftOut: number
  /** How many of the left out rows a column of the file forbids to call. */
  forbidden: number
  /** `first` are the numbers in a spreadsheet of the first rows with the fault. */
  faults: { code: FaultCode; rows: number; first: number[] }[]
  chains: {
    count: number
    largest: Chain | null
    /** The first chains that are too large for a batch, and the number of all such chains. */
    tooLarge: Chain[]
    tooLargeCount: number
  }
  /** Epoch milliseconds; null without a valid row. */
  firstCallMs: number | null
  lastCallMs: number | null
  fixes: ValueFix[]
  damages: DamageFound[]
  /** Rows that were left out automatically because a cell says that nobody is to be called, and that still are. */
  saidNotToCall: number
  /** How many rows differ from the file, and in how many the time of the call was edited. */
  edits: number
  timesTyped: number
  /** How many rows the operator edited, left out or took back in. */
  fixedRows: number
  /** What undo would take back, and what redo would do again, in a few words; null when there is nothing. */
  undo: string | null
  redo: string | null
}

export type GridRow = {
  /** The row's index among the rows below the header. It is the row's id for edits. */
  row: number
  /** The row's number in a spreadsheet. */
  recordNumber: number
  leftOut: boolean
  /** The words because of which the row was left out; null for any other row. */
  said: string | null
  /** One value per target, in the order of the grid's columns. */
  values: string[]
  /** The number that will be called; null when none can be read. */
  willCall: ReadableNumber | null
  /** What an ambiguous number may be: "Could be two numbers: Germany or United States". */
  unsure: string | null
  /** Per target, the messages of its faults and warnings. */
  faults: string[][]
  warnings: string[][]
  /** Per target, the repairs of a damaged cell. */
  repairs: (readonly Repair[])[]
  /** What is wrong with the row as a whole. */
  rowFaults: string[]
  edited: boolean[]
  /** An accepted row's place in its chain, from 0, and how many of the chain are accepted. */
  chain: { position: number; size: number } | null
}

/** A page of a query's rows. `list` changes whenever the query's rows may have changed. */
export type RowPage = { total: number; list: number; rows: GridRow[] }

/** Cells of a query's rows, in the list in which the operator saw them. */
export type CellsOfList = { query: RowQuery; list: number; range: CellRange }

export type CellEdit = { row: number; target: Target; value: string }

/**
 * The answer to a change. `changed` counts cells or rows. `summary` is null when another judging has begun since, which
 * brings its own.
 */
export type Changed = { summary: TableSummary | null; changed: number }

/** The answer to a change of a range. `placed` is null, and nothing is changed, when the rows had changed before. */
export type RangeChanged = Changed & { placed: Placement | null }

/** A cell: `at` counts the query's rows, and `column` the grid's targets. Column -1 is the row as a whole. */
export type FaultPosition = { at: number; column: number }

/** The calls that change rows. */
export type ReviewChanges = {
  edit: { input: { cells: CellEdit[] }; output: Changed }
  /** Gives all rows of the query the same value. */
  fill: { input: { query: RowQuery; target: Target; value: string }; output: Changed }
  /** Replaces the text that the query finds. */
  replace: { input: { query: RowQuery; replacement: string }; output: Changed }
  /** Gives all rows with exactly this value another one. */
  fix: { input: { target: Target; value: string; replacement: string }; output: Changed }
  /** Makes one of the repairs that are offered for a damage. */
  repair: { input: { damage: Damage; choice: string }; output: Changed }
  /** Takes back in the rows that were left out automatically. */
  takeBackIn: { input: null; output: Changed }
  /** Writes pasted cells (`clipboard-text.ts`) where `place-cells.ts` puts them. A missing cell changes nothing. */
  paste: { input: CellsOfList & { text: string }; output: RangeChanged }
  clear: { input: CellsOfList; output: RangeChanged }
  leaveOut: { input: { rows: number[]; out: boolean }; output: Changed }
  leaveOutRange: { input: CellsOfList & { out: boolean }; output: RangeChanged }
  leaveOutShown: { input: { query: RowQuery; out: boolean }; output: Changed }
  /** Leaves out all accepted rows but the first whole chains that fit into `contactsMax` contacts. */
  keepFirst: { input: { contactsMax: number }; output: Changed }
  /** Marks the rows of numbers that the server was asked for. The summary is null when it knows none of them. */
  noteKnown: { input: { numbers: string[]; rules: NumberRules; found: LookedUp }; output: Changed }
  undo: { input: null; output: Changed }
  redo: { input: null; output: Changed }
}

/** A contact as a request has it. */
export type RequestContact = { [name: string]: string | RowConsent | undefined }

/** The calls of the review step. */
export type ReviewCalls = ReviewChanges & {
  /** Null when another judging began before this one ended. */
  judge: { input: Judging; output: TableSummary | null }
  rows: { input: { query: RowQuery; from: number; to: number }; output: RowPage }
  /** The text of cells for the clipboard; null when the rows have changed. */
  copy: { input: CellsOfList; output: Blob | null }
  /** Numbers that the server was not asked for yet, and the rules by which it is to be asked. */
  numbersToLookUp: { input: { max: number }; output: { numbers: string[]; rules: NumberRules } }
  /** A batch of those that would be enrolled, by its number from 0, with the numbers of their rows in a spreadsheet. */
  contactsOfBatch: {
    input: { number: number }
    output: { contacts: RequestContact[]; records: number[] }
  }
  countFound: { input: { query: RowQuery }; output: { cells: number; rows: number } }
  /** Finds the next cell with a fault, and starts over at the end. */
  nextFault: { input: { query: RowQuery; from: FaultPosition; backwards: boolean }; output: FaultPosition | null }
}
