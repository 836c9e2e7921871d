'use client'

import { parseAsBoolean, parseAsString, parseAsStringLiteral } from 'nuqs'
import type { ReactNode } from 'react'
import { type StateName, stateWord } from '@/ui/components/state'
import { FilterSelect } from './filter-select'
import { AgentFilter, CreatorFilter, ListFilters, SearchField, TimeSelect } from './list-filters'
import { sinceOf, TIME_FILTERS, type TimeFilter } from './time-filter'

/** The filters that lists of batches and of imports have in common, as the URL has them. */
export const WORK_FILTERS = {
  q: parseAsString,
  agent: parseAsString,
  who: parseAsString,
  time: parseAsStringLiteral(TIME_FILTERS),
  tests: parseAsBoolean,
}

type WorkFilterValues = {
  q: string | null
  agent: string | null
  who: string | null
  time: TimeFilter | null
  tests: boolean | null
}

/** Returns these filters as `batches.list` and `imports.list` take them. */
export function workQueryOf({ q, agent, who, time, tests }: WorkFilterValues) {
  return {
    search: q ?? undefined,
    agentId: agent ?? undefined,
    createdBy: who ?? undefined,
    since: sinceOf(time, new Date()),
    tests: tests ?? undefined,
  }
}

const SORT_WORDS = { newest: 'Newest first', oldest: 'Oldest first', largest: 'Largest first' }

type Sort = keyof typeof SORT_WORDS

type Values<Status, Order> = WorkFilterValues & { status: Status | null; sort: Order | null }

type WorkFiltersProps<Status extends StateName, Order extends Sort> = {
  /** What the search looks at: "Search by name". */
  search: string
  statuses: readonly Status[]
  /** The first is the usual one. */
  sorts: readonly Order[]
  filter: {
    filters: Values<Status, Order>
    change: (next: Partial<Values<Status, Order>>) => void
    isFiltered: boolean
    clear: () => void
  }
  /** Filters of this list alone. */
  children?: ReactNode
}

/** Searches, filters and orders a list of batches or imports. */
export function WorkFilters<Status extends StateName, Order extends Sort>(props: WorkFiltersProps<Status, Order>) {
  const { search, statuses, sorts, filter, children } = props
  const { filters, change, isFiltered, clear } = filter
  const [usual] = sorts
  return (
    <ListFilters onClear={isFiltered ? clear : null}>
      <SearchField label={search} value={filters.q} onSearch={(q) => change({ q })} />
      <FilterSelect
        label="Status"
        any="Any status"
        value={filters.status}
        options={statuses.map((value) => ({ value, label: stateWord(value) }))}
        onChange={(status) => change({ status })}
      />
      <AgentFilter value={filters.agent} onChange={(agent) => change({ agent })} />
      {children}
      <CreatorFilter value={filters.who} onChange={(who) => change({ who })} />
      <TimeSelect value={filters.time} onChange={(time) => change({ time })} />
      <FilterSelect
        label="Tests"
        any="Without tests"
        value={filters.tests ? 'with' : null}
        options={[{ value: 'with', label: 'With tests' }]}
        onChange={(tests) => change({ tests: tests && true })}
      />
      <FilterSelect
        label="Order"
        value={filters.sort ?? usual ?? null}
        options={sorts.map((value) => ({ value, label: SORT_WORDS[value] }))}
        onChange={(sort) => change({ sort: sort === usual ? null : sort })}
      />
    </ListFilters>
  )
}
