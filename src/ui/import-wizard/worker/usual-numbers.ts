import type { CountryCode } from 'libphonenumber-js'
import { CALLING_CODE_LENGTH_MAX, habitOf } from '@/domain/phones/numbering-plan.rules'
import { COMMON_LENGTHS } from '@/domain/phones/phone-metadata.rules'
import type { UsualNumbers } from './repair-offers'
import type { VerdictTable } from './verdict-table'

/** How many rows, spread over the whole file, are looked at. */
const SAMPLE_ROWS = 2_000
/** A length with a smaller share of the numbers is an exception or a mistake. */
const USUAL_SHARE = 0.05

/**
 * Finds the calling code and the lengths of most accepted numbers in a file. Without accepted numbers, returns those of
 * the default country, or null without a default country.
 */
export function usualNumbers(table: { verdicts: VerdictTable; country: CountryCode | null }): UsualNumbers | null {
  const { verdicts, country } = table
  const lengthsByCode = new Map<string, Map<number, number>>()
  const step = Math.max(1, Math.floor(verdicts.rows / SAMPLE_ROWS))
  for (let row = 0; row < verdicts.rows; row += step) {
    const e164 = verdicts.isValid(row) ? verdicts.e164OfRow(row) : null
    const callingCode = e164 && callingCodeOf(e164)
    if (!e164 || !callingCode) continue
    const lengths = lengthsByCode.get(callingCode) ?? new Map<number, number>()
    lengthsByCode.set(callingCode, lengths)
    const length = e164.length - 1 - callingCode.length
    lengths.set(length, (lengths.get(length) ?? 0) + 1)
  }
  const [most] = Array.from(lengthsByCode, ([callingCode, lengths]) => {
    const numbers = [...lengths.values()].reduce((sum, count) => sum + count, 0)
    const usual = [...lengths].filter(([, count]) => count >= numbers * USUAL_SHARE).map(([length]) => length)
    return { callingCode, numbers, lengths: new Set(usual) }
  }).sort((a, b) => b.numbers - a.numbers)
  return most ?? usualOf(country)
}

function usualOf(country: CountryCode | null): UsualNumbers | null {
  if (country === null) return null
  const callingCode = habitOf(country).callingCode
  return { callingCode, lengths: COMMON_LENGTHS.get(callingCode) ?? new Set() }
}

function callingCodeOf(e164: string): string | null {
  for (let end = 2; end <= CALLING_CODE_LENGTH_MAX + 1; end++) {
    if (COMMON_LENGTHS.has(e164.slice(1, end))) return e164.slice(1, end)
  }
  return null
}
