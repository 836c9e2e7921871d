import { count } from '@/ui/components/format-number'
import type { CreditForecast } from '@/ui/router-outputs'

/**
 * Says how long the credits of the month last at the pace of the last days. Days are in UTC, as credits are booked.
 */
export function describeEnd(credits: Pick<CreditForecast, 'available' | 'allocated' | 'perDay' | 'runsOutAt'>): string {
  const { available, allocated, perDay, runsOutAt } = credits
  if (available <= 0) return allocated > 0 ? 'Nothing more can be enrolled this month.' : 'None are allocated.'
  if (perDay === 0) return 'None were spent in the last week.'
  const pace = `at ${count(Math.max(1, Math.round(perDay)), 'credit')} a day`
  if (runsOutAt === null) return `They last beyond this month ${pace}.`
  const day = new Intl.DateTimeFormat('en-US', { month: 'long', day: 'numeric', timeZone: 'UTC' })
  return `They run out on ${day.format(Date.parse(runsOutAt))} ${pace}.`
}
