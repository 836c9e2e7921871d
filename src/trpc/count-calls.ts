/** How many calls one request may hold. It limits the work that a single request can cause. */
export const CALLS_MAX = { session: 30, other: 10 } as const

/**
 * Counts the calls that a request names, such as `/api/trpc/agents.list,credits.balance?batch=1`, before any of them is
 * looked at.
 */
export function countCalls(url: string): number {
  const { pathname } = new URL(url)
  return decodeURIComponent(pathname).split(',').length
}
