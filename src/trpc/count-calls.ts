/**
 * Counts the calls that a request names, such as `/api/trpc/agents.list,credits.balance?batch=1`, before any of them is
 * looked at.
 */
export function countCalls(url: string): number {
  const { pathname } = new URL(url)
  return decodeURIComponent(pathname).split(',').length
}
