import type { ResultType } from '@/domain/results/result-types.rules'

/**
 * Returns where the contacts are whose last call ended on a day, with one of these results.
 *
 * @param startedAt when the day began, on the clock of `timeZone`
 * @param types none for any result
 */
export function contactsCalledOn(startedAt: string, timeZone: string, types: readonly ResultType[] = []): string {
  const day = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    Date.parse(startedAt),
  )
  const query = new URLSearchParams({ calledFrom: day, calledTo: day })
  if (types.length > 0) query.set('last', types.join(','))
  return `/sequences?${query}`
}
