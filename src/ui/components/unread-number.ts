import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { holdsSeveralNumbers } from '@/domain/contacts/phone-warning.rules'
import { countryName } from '@/domain/phones/find-country.rules'
import { countryOfNumber } from '@/domain/phones/phone-number.rules'

/**
 * Says why a text was not read as one number, and names the countries of the numbers that it may be. `countries` is
 * empty if there are none.
 */
export function describeUnread(written: string, mayBe: readonly string[]): { what: string; countries: string } {
  const countries = [...new Set(mayBe.map(countryOf))].join(' or ')
  // A single possible number is a guess.
  if (mayBe.length === 1) return { what: 'Not certain', countries: `Perhaps ${countries}` }
  if (mayBe.length > 1) return { what: FAULT_TABLE.PHONE_AMBIGUOUS.label, countries }
  return { what: holdsSeveralNumbers(written) ? 'More than one number' : 'No number', countries: '' }
}

/**
 * Names the country of a number, as the fault's message does. A number whose calling code belongs to no country is
 * returned itself.
 */
function countryOf(e164: string): string {
  const country = countryOfNumber(e164)
  return country === null ? e164 : countryName(country)
}
