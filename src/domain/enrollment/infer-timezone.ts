import { timezones } from 'libphonenumber-geo-carrier'
import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { findCountry } from './find-country.rules'
import { findTimeZone } from './find-time-zone.rules'
import { parsePhoneNumber } from './phone-number.rules'

/**
 * The timezone of a phone number, by the tables of Google's libphonenumber; null when it has none or several and the
 * first is not in our list. Only for the single-contact endpoint: its tables are 10 MB of files that no browser loads.
 *
 * @param country how a number without a + is read
 */
export async function inferTimezone(phoneNumber: unknown, country: string): Promise<string | null> {
  const read = typeof phoneNumber === 'string' ? parsePhoneNumber(phoneNumber, findCountry(country)) : null
  const parsed = read && parsePhoneNumberFromString(read.e164, { extract: false })
  if (!parsed) return null
  const [first] = (await timezones(parsed)) ?? []
  return first === undefined ? null : findTimeZone(first)
}
