/** How far back a list goes, as its address says it. */
export const TIME_FILTERS = ['today', '7d', '30d'] as const

export type TimeFilter = (typeof TIME_FILTERS)[number]

const DAYS_BEFORE: Record<TimeFilter, number> = { today: 0, '7d': 6, '30d': 29 }

export const TIME_OPTIONS: readonly { value: TimeFilter; label: string }[] = [
  { value: 'today', label: 'Today' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
]

/** Returns the moment from which on a list is to be, on the reader's clock: whole days, today among them. */
export function sinceOf(filter: TimeFilter | null, now: Date): string | undefined {
  if (filter === null) return undefined
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - DAYS_BEFORE[filter]).toISOString()
}
