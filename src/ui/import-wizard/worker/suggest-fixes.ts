import { suggestSummerTime, suggestTimezones } from '@/ui/import-wizard/state/suggest-timezone'
import type { ValueFix } from './review-messages'

const FIXES_MAX = 8

/**
 * Suggests replacements for timezones that are invalid or have no summer time, those of the most rows first.
 *
 * @param wrongTimezones the number of rows with each value
 */
export function suggestFixes(wrongTimezones: ReadonlyMap<string, number>): ValueFix[] {
  return [...wrongTimezones]
    .flatMap(([value, rows]) => {
      if (rows === 0) return []
      const summer = suggestSummerTime(value)
      const replacements = summer.length > 0 ? summer : suggestTimezones(value)
      const isTaken = summer.length > 0
      return replacements.length === 0 ? [] : [{ target: 'timezone' as const, value, isTaken, replacements, rows }]
    })
    .sort((a, b) => b.rows - a.rows)
    .slice(0, FIXES_MAX)
}
