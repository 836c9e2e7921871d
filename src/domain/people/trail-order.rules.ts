/**
 * What the trail of a person tells of. Of one moment the first of these stand first: newest first, so what follows from
 * something stands before it.
 */
export const TRAIL_TYPES = [
  'erased',
  'cancelled',
  'opted out',
  'consent revoked',
  'suppressed',
  'mailed',
  'called',
  'decided',
  'consented',
  'enrolled',
  'rejected',
] as const

export type TrailType = (typeof TRAIL_TYPES)[number]

/** The place of an entry: of one type at one moment, those of higher ids stand first. */
export type TrailPlace = { type: TrailType; atMs: number; id: string }

/** Below and above every id of an entry. */
const LOWEST_ID = '00000000-0000-0000-0000-000000000000'
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
/** After everything: the end of the last year that has four digits, as ISO 8601 wants it. */
const END_MS = Date.UTC(9999, 11, 31)

const rankOf = (type: TrailType) => TRAIL_TYPES.indexOf(type)

/** Puts entries in order: the newest first. Negative when `a` stands before `b`. */
export function compareTrail(a: TrailPlace, b: TrailPlace): number {
  if (a.atMs !== b.atMs) return b.atMs - a.atMs
  if (a.type !== b.type) return rankOf(a.type) - rankOf(b.type)
  return a.id < b.id ? 1 : a.id > b.id ? -1 : 0
}

/**
 * Says from where on entries of a type follow after an entry of any type: those whose moment and id are, in this order,
 * less than these. Without an entry they are all.
 */
export function boundOf(type: TrailType, after: TrailPlace | null): { atMs: number; id: string } {
  if (!after) return { atMs: END_MS, id: HIGHEST_ID }
  const rank = rankOf(type) - rankOf(after.type)
  return { atMs: after.atMs, id: rank === 0 ? after.id : rank > 0 ? HIGHEST_ID : LOWEST_ID }
}
