import { FAULT_TABLE } from '@/domain/contacts/fault.schema'
import { holdsSeveralNumbers } from '@/domain/contacts/phone-warning.rules'
import { countryName } from '@/domain/phones/find-country.rules'
import { countryOfNumber } from '@/domain/phones/phone-number.rules'

/** Returns why a text was not read as one number, and the countries of those that it may be; empty if there are none. */
export function describeUnread(written: string, mayBe: readonly string[]): { what: string; countries: string } {
  const countries = [...new Set(mayBe.map(countryOf))].join(' or ')
  // A single one would be a guess.
  if (mayBe.length === 1) return { what: 'Not certain', countries: `Perhaps ${countries}` }
  if (mayBe.length > 1) return { what: FAULT_TABLE.PHONE_AMBIGUOUS.label, countries }
  return { what: holdsSeveralNumbers(written) ? 'More than one number' : 'No number', countries: '' }
}

/** Returns the country's name as the reason has it. A number whose calling code belongs to no country stands for itself. */
function countryOf(e164: string): string {
  const country = countryOfNumber(e164)
  return country === null ? e164 : countryName(country)
}
