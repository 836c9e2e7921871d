import { getCountries, getCountryCallingCode } from 'libphonenumber-js'
import { countryName } from '@/domain/phones/find-country.rules'
import type { ComboboxOption } from '@/ui/components/combobox'

/** Lists every country whose numbers can be read, by its English name. */
export function countryOptions(): ComboboxOption[] {
  return getCountries()
    .map((code) => ({ value: code, label: countryName(code), keywords: `${code} +${getCountryCallingCode(code)}` }))
    .sort((a, b) => a.label.localeCompare(b.label, 'en'))
}
