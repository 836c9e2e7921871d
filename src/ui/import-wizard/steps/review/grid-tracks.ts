import type { Target } from '@/domain/mappings/mapping.rules'

/** A column that no file has and nobody edits: the number that will be called, beside the written one. */
export const WILL_CALL = { label: 'Will call', after: 'phoneNumber', widthPx: 250 } as const

/**
 * Returns the grid column of a target, from 1, as CSS and ARIA count. The gutter is column 1.
 *
 * @param index of the target among the grid's targets
 */
export function trackOf(targets: readonly Target[], index: number): number {
  const written = targets.indexOf(WILL_CALL.after)
  return index + (written >= 0 && index > written ? 3 : 2)
}

/** Returns the grid column of `WILL_CALL`, from 1. */
export function willCallTrack(targets: readonly Target[]): number {
  return targets.indexOf(WILL_CALL.after) + 3
}
