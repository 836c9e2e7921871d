import { suggestTimezone } from '../state/suggest-timezone'
import type { ValueFix } from './review-messages'

const FIXES_MAX = 8

/**
 * What is most likely meant by timezones that are none, those of the most rows first.
 *
 * @param wrongTimezones by value the number of rows that have it
 */
export function suggestFixes(wrongTimezones: ReadonlyMap<string, number>): ValueFix[] {
  return [...wrongTimezones]
    .flatMap(([value, rows]) => {
      if (rows === 0) return []
      const replacement = suggestTimezone(value)
      return replacement === null ? [] : [{ target: 'timezone' as const, value, replacement, rows }]
    })
    .sort((a, b) => b.rows - a.rows)
    .slice(0, FIXES_MAX)
}
