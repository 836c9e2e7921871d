/** How many calls one request may hold, so that nobody has more done for one request than it is worth. */
export const CALLS_MAX = { session: 30, other: 10 } as const

/** The calls that a request names, `/api/trpc/agents.list,credits.balance?batch=1`, before any of them is looked at. */
export function countCalls(url: string): number {
  const { pathname } = new URL(url)
  return decodeURIComponent(pathname).split(',').length
}
