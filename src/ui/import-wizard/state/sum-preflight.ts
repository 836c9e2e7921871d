import type { DryRun } from '@/domain/enrollment/enrollment-answer.schema'
import { INDEXES_PER_REASON_MAX } from '@/domain/enrollment/summarize-dry-run.rules'
import type { TableSummary } from '@/ui/import-wizard/worker/review-messages'
import type { Estimate } from '@/ui/router-outputs'

/** What the server says of the contacts of a file, batch by batch, before any of them is enrolled. */
export type Preflight = {
  /** How many contacts it was asked about, of how many. */
  asked: number
  contacts: number
  /** How many of those it would reject that are valid here. */
  rejected: number
  /** Why, the most frequent first, with the numbers in a spreadsheet of the first rows of each. */
  faults: TableSummary['faults']
  /** The first and the last moment at which everything allows a first call; null when nobody is called. */
  firstCallMs: number | null
  lastCallMs: number | null
  /** When the batch that takes longest is done alone; null where nobody is called. */
  work: { batches: number; endsAt: string | null } | null
}

/** The answer to the dry run of a batch; the estimate is null where nobody of it is called. */
export type BatchAnswer = Pick<DryRun, 'firstCallAt' | 'lastCallAt' | 'reasons'> & { estimate: Estimate | null }

/** @param contacts how many there are in all */
export function emptyPreflight(contacts: number): Preflight {
  return { asked: 0, contacts, rejected: 0, faults: [], firstCallMs: null, lastCallMs: null, work: null }
}

/** @param records the numbers in a spreadsheet of the rows of the batch, in the order of its contacts */
export function addBatch(sum: Preflight, answer: BatchAnswer, records: readonly number[]): Preflight {
  const faults = answer.reasons.map(({ code, contacts: rows, indexes }) => ({
    ...{ code, rows },
    first: indexes.map((index) => records[index] ?? index + 1),
  }))
  return {
    asked: sum.asked + records.length,
    contacts: sum.contacts,
    rejected: sum.rejected + faults.reduce((rows, fault) => rows + fault.rows, 0),
    faults: addFaults(sum.faults, faults),
    firstCallMs: theOne(Math.min, sum.firstCallMs, msOf(answer.firstCallAt)),
    lastCallMs: theOne(Math.max, sum.lastCallMs, msOf(answer.lastCallAt)),
    work: answer.estimate === null ? sum.work : addWork(sum.work, answer.estimate),
  }
}

/** Rows of chains lie in one batch, wherever they are in the file: the first rows may come with a later one. */
function addFaults(some: TableSummary['faults'], more: TableSummary['faults']): TableSummary['faults'] {
  const faults = new Map(some.map((fault) => [fault.code, fault]))
  for (const { code, rows, first } of more) {
    const known = faults.get(code) ?? { rows: 0, first: [] }
    const firstOfAll = [...known.first, ...first].sort((a, b) => a - b).slice(0, INDEXES_PER_REASON_MAX)
    faults.set(code, { code, rows: known.rows + rows, first: firstOfAll })
  }
  return [...faults.values()].sort((a, b) => b.rows - a.rows)
}

function addWork(work: Preflight['work'], { endsAt }: Estimate): Preflight['work'] {
  if (work === null) return { batches: 1, endsAt }
  return { batches: work.batches + 1, endsAt: laterEnd(work.endsAt, endsAt) }
}

/** Says whether every contact was asked about. */
export function isWhole({ asked, contacts }: Preflight): boolean {
  return asked === contacts
}

/**
 * Says how long all contacts of a file take. The hours of each place are known of each batch alone: together they take at
 * least as long as the longest of them, and as long as the lines and the windows of the agent alone say. The hours that the
 * lines need are those of all together: each batch tells its own rounded, and the sum of a thousand of these is hours off.
 *
 * @param byWindows of all who are called, by the windows of the agent alone
 */
export function estimateAll(byWindows: Estimate, { work }: Preflight): Estimate {
  if (work === null) return byWindows
  return { ...byWindows, endsAt: work.batches === 1 ? work.endsAt : laterEnd(work.endsAt, byWindows.endsAt) }
}

/** Null is later than anything that can be foreseen. */
function laterEnd(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return null
  return Date.parse(a) > Date.parse(b) ? a : b
}

function theOne(choose: (a: number, b: number) => number, a: number | null, b: number | null): number | null {
  if (a === null || b === null) return a ?? b
  return choose(a, b)
}

function msOf(iso: string | null): number | null {
  return iso === null ? null : Date.parse(iso)
}
