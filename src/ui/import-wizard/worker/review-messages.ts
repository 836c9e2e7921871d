import type { FaultCode } from '@/domain/contacts/fault.schema'
import type { ValidationContext } from '@/domain/contacts/prepare-validation.rules'
import type { EnrollmentOptions } from '@/domain/enrollment/enrollment.schema'
import type { Mapping, Target } from '@/domain/mappings/mapping.rules'
import type { ReadableNumber } from '@/ui/components/readable-number'
import type { Damage, Repair } from './damages'
import type { CellRange, Placement } from './place-cells'

/** All that the verdict on the rows depends on. */
export type Judging = {
  mapping: Mapping
  options: EnrollmentOptions
  agent: ValidationContext['agent']
  organization: ValidationContext['organization']
}

/** `chained` are those who wait for an earlier contact of their chain. */
export const ROW_STATES = ['all', 'valid', 'faulty', 'duplicate', 'chained', 'warning', 'edited', 'leftOut'] as const

/** Which rows the grid shows: those of a state, with one fault, or with one kind of damage. */
export type RowFilter = (typeof ROW_STATES)[number] | FaultCode | Damage

export type FindQuery = {
  text: string
  /** Null: in every column of the grid. */
  target: Target | null
  matchCase: boolean
  wholeCell: boolean
}

/** Rows of a filter, and of them those in which a text is found. */
export type RowQuery = { filter: RowFilter; find: FindQuery | null }

/**
 * A value that many rows have wrong in the same way, and what can be meant, the likeliest first. One that `isTaken` is
 * no fault: it is doubtful.
 */
export type ValueFix = {
  target: Target
  value: string
  isTaken: boolean
  replacements: readonly string[]
  rows: number
}

/** One way to mend a damage in many rows at once; `choice` as in `Repair`, `before` and `after` are those of one row. */
export type RepairOffered = { choice: string; rows: number; before: string; after: string }

/** What has happened to cells of so many rows; `example` is one of the cells. */
export type DamageFound = { damage: Damage; rows: number; example: string; repairs: RepairOffered[] }

/** A chain and how many contacts of it are accepted. */
export type Chain = { value: string; size: number }

/** The state of the whole table. `valid + faulty + leftOut` is `rows`; `duplicates` are among the faulty. */
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
  /** Those of them that a column of the file says are not to be called. */
  forbidden: number
  faults: { code: FaultCode; rows: number }[]
  chains: {
    count: number
    largest: Chain | null
    /** The first of those that no batch can hold, and how many there are. */
    tooLarge: Chain[]
    tooLargeCount: number
  }
  /** Epoch milliseconds; null without a valid row. */
  firstCallMs: number | null
  lastCallMs: number | null
  fixes: ValueFix[]
  damages: DamageFound[]
  /** Rows that were left out by themselves, because a cell says that nobody is to be called, and still are. */
  saidNotToCall: number
  /** Rows that differ from the file, and those of them whose time of the call does. */
  edits: number
  timesTyped: number
  /** What undo would take back, and redo do again, in a few words; null when there is nothing. */
  undo: string | null
  redo: string | null
}

export type GridRow = {
  /** 0-based among the rows below the header: the row's id for edits. */
  row: number
  /** As a spreadsheet numbers it. */
  recordNumber: number
  leftOut: boolean
  /** The words of a row that was left out for them; null for any other. */
  said: string | null
  /** By target, in the order of the grid's columns. */
  values: string[]
  /** The number that will be called; null while none can be read. */
  willCall: ReadableNumber | null
  /** What an ambiguous number may be: "Could be two numbers: Germany or United States". */
  unsure: string | null
  /** By target too: what is wrong or doubtful there. */
  faults: string[][]
  warnings: string[][]
  /** By target too: the ways in which a damaged cell can be mended. */
  repairs: (readonly Repair[])[]
  /** What is wrong with the row as a whole. */
  rowFaults: string[]
  edited: boolean[]
  /** An accepted row's 0-based place in its chain, and how many of the chain are accepted. */
  chain: { position: number; size: number } | null
}

/** `list` is another number whenever the rows of a query may be others. */
export type RowPage = { total: number; list: number; rows: GridRow[] }

/** Cells of a query's rows, in the list in which they were seen. */
export type CellsOfList = { query: RowQuery; list: number; range: CellRange }

export type CellEdit = { row: number; target: Target; value: string }

/** `changed` counts cells or rows. The summary is null when another judging has begun since: it will bring its own. */
export type Changed = { summary: TableSummary | null; changed: number }

/** `placed` is null, and nothing is changed, when the rows were others by then. */
export type RangeChanged = Changed & { placed: Placement | null }

/** `at` counts in the rows of the query, `column` in the targets of the grid; -1 is the row as a whole. */
export type FaultPosition = { at: number; column: number }

/** Calls that change rows. */
export type ReviewChanges = {
  edit: { input: { cells: CellEdit[] }; output: Changed }
  /** Gives all rows of the query the same value. */
  fill: { input: { query: RowQuery; target: Target; value: string }; output: Changed }
  /** Replaces what is found by the query. */
  replace: { input: { query: RowQuery; replacement: string }; output: Changed }
  /** Gives all rows that have exactly this value another one. */
  fix: { input: { target: Target; value: string; replacement: string }; output: Changed }
  /** Mends one damage in one of the ways that are offered for it. */
  repair: { input: { damage: Damage; choice: string }; output: Changed }
  /** Takes rows back in that were left out by themselves. */
  takeBackIn: { input: null; output: Changed }
  /** Writes copied cells (`clipboard-text.ts`) where `place-cells.ts` has them go. A cell that is not there changes nothing. */
  paste: { input: CellsOfList & { text: string }; output: RangeChanged }
  clear: { input: CellsOfList; output: RangeChanged }
  leaveOut: { input: { rows: number[]; out: boolean }; output: Changed }
  leaveOutRange: { input: CellsOfList & { out: boolean }; output: RangeChanged }
  leaveOutShown: { input: { query: RowQuery; out: boolean }; output: Changed }
  /** Leaves out all accepted rows but the first that make this many contacts: whole chains. */
  keepFirst: { input: { contactsMax: number }; output: Changed }
  undo: { input: null; output: Changed }
  redo: { input: null; output: Changed }
}

/** Calls of the review step. */
export type ReviewCalls = ReviewChanges & {
  /** Null when another judging began before this one ended. */
  judge: { input: Judging; output: TableSummary | null }
  rows: { input: { query: RowQuery; from: number; to: number }; output: RowPage }
  /** The text of cells for the clipboard; null when the rows are others now. */
  copy: { input: CellsOfList; output: Blob | null }
  countFound: { input: { query: RowQuery }; output: { cells: number; rows: number } }
  /** The next cell with a fault, once around. */
  nextFault: { input: { query: RowQuery; from: FaultPosition; backwards: boolean }; output: FaultPosition | null }
}
