'use client'

import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { SEQUENCE_RESULTS } from '@/domain/sequences/sequence-result.rules'
import { LIFECYCLE_STATUSES } from '@/domain/sequences/sequence-statuses.rules'

const FILTERS = {
  result: parseAsArrayOf(parseAsStringLiteral(SEQUENCE_RESULTS)),
  last: parseAsArrayOf(parseAsStringLiteral(RESULT_TYPES)),
  outcome: parseAsString,
  status: parseAsStringLiteral(LIFECYCLE_STATUSES),
  agent: parseAsString,
  batch: parseAsString,
  import: parseAsString,
  /** Days, in the reader's own zone: `2027-03-01`. Of the enrollment, and of the end of the last call. */
  from: parseAsString,
  to: parseAsString,
  calledFrom: parseAsString,
  calledTo: parseAsString,
  tests: parseAsBoolean,
  variable: parseAsString,
  value: parseAsString,
  order: parseAsStringLiteral(['newest', 'oldest', 'name']),
}

/**
 * Holds the filters of a list of contacts in the URL.
 *
 * @param batchId the only batch that the page shows, if there is one
 */
export function useSequenceFilter(batchId?: string) {
  const [filters, setFilters] = useQueryStates(FILTERS, { history: 'push' })
  const { order, ...conditions } = filters
  return {
    filters,
    setFilters,
    clear: () => setFilters(Object.fromEntries(Object.keys(conditions).map((key) => [key, null]))),
    /** Without the order, and without the batch that the page is of. */
    isFiltered: Object.values(conditions).some((value) => value !== null),
    order: order ?? (batchId === undefined ? ('newest' as const) : ('oldest' as const)),
    /** As `sequences.results`, the export and "call again" take it. */
    filter: {
      batchId: batchId ?? filters.batch ?? undefined,
      importId: filters.import ?? undefined,
      agentId: filters.agent ?? undefined,
      results: filters.result ?? undefined,
      resultTypes: filters.last ?? undefined,
      outcome: filters.outcome ?? undefined,
      lifecycleStatus: filters.status ?? undefined,
      enrolledSince: startOfDay(filters.from, 0),
      enrolledBefore: startOfDay(filters.to, 1),
      calledSince: startOfDay(filters.calledFrom, 0),
      calledBefore: startOfDay(filters.calledTo, 1),
      tests: filters.tests ?? undefined,
      variable:
        filters.variable !== null && filters.value !== null
          ? { name: filters.variable, value: filters.value }
          : undefined,
    },
  }
}

export type SequenceFilters = ReturnType<typeof useSequenceFilter>

/** Returns the moment at which a day of the reader begins, `after` days later; undefined for what is no day. */
function startOfDay(day: string | null, after: number): string | undefined {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(day ?? '')
  if (!match) return undefined
  const [year, month, date] = match.slice(1).map(Number) as [number, number, number]
  const moment = new Date(year, month - 1, date + after)
  return Number.isNaN(moment.getTime()) ? undefined : moment.toISOString()
}

/** Adds a word to a list of the URL, or takes it out; null for an empty one. */
export function toggled<Word>(words: readonly Word[] | null, word: Word): Word[] | null {
  const others = (words ?? []).filter((other) => other !== word)
  const next = others.length === (words ?? []).length ? [...others, word] : others
  return next.length > 0 ? next : null
}
