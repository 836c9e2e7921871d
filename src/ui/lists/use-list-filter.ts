'use client'

import { type UseQueryStatesKeysMap, useQueryStates, type Values } from 'nuqs'
import { useCursorTrail } from '@/ui/use-cursor-trail'

/**
 * Holds the filters of a list and its order in the URL, with the way through its pages. Each change begins at the first
 * page: a cursor of the old list means nothing in the new one.
 *
 * @param parsers one for each parameter of the URL. `sort` is the order, which narrows nothing.
 */
export function useListFilter<Parsers extends UseQueryStatesKeysMap>(parsers: Parsers) {
  const [filters, setFilters] = useQueryStates(parsers, { history: 'push' })
  const trail = useCursorTrail()
  const change = (next: Parameters<typeof setFilters>[0]) => {
    trail.reset()
    setFilters(next)
  }
  const isFiltered = Object.entries(filters).some(([name, value]) => name !== 'sort' && value !== null)
  return {
    filters: filters as Values<Parsers>,
    trail,
    change,
    isFiltered,
    /** Takes all filters off, and the order. */
    clear: () => change(null),
  }
}
