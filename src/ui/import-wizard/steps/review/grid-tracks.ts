import type { Target } from '@/domain/mappings/mapping.rules'

/** The column that no file has, and nobody types into: the number that will be called, beside the one that was written. */
export const WILL_CALL = { label: 'Will call', after: 'phoneNumber', widthPx: 250 } as const

/**
 * Where a target's column stands among those of the grid, which begin with the gutter; 1-based, as CSS and ARIA count.
 *
 * @param index of the target among those of the grid
 */
export function trackOf(targets: readonly Target[], index: number): number {
  const written = targets.indexOf(WILL_CALL.after)
  return index + (written >= 0 && index > written ? 3 : 2)
}

/** The column of `WILL_CALL`. */
export function willCallTrack(targets: readonly Target[]): number {
  return targets.indexOf(WILL_CALL.after) + 3
}
