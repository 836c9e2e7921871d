import type { ListFacts } from './contact-facts.rules'

const DAY_MS = 86_400_000

/** Returns from when on a list counts as old when nobody refreshes it, in ms since 1970; null for one that never does. */
export function oldAtMs({
  refreshedAtMs,
  oldAfterDays,
}: Pick<ListFacts, 'refreshedAtMs' | 'oldAfterDays'>): number | null {
  return oldAfterDays === null ? null : refreshedAtMs + oldAfterDays * DAY_MS
}

/** Tells whether nobody has refreshed a list for too long. */
export function isOld(list: Pick<ListFacts, 'refreshedAtMs' | 'oldAfterDays'>, nowMs: number): boolean {
  const oldMs = oldAtMs(list)
  return oldMs !== null && nowMs > oldMs
}
