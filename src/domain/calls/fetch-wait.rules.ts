/**
 * When a provider is asked how a call stands of which it sends no news: `firstSeconds` after it was placed, and then each
 * time when a part of its age has passed, so that an old call is asked for less often.
 */
export const FETCH_WAIT = { firstSeconds: 60, leastSeconds: 180, mostSeconds: 1_800, partOfAge: 4 } as const
