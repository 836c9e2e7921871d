import { parsePhoneNumberFromString } from 'libphonenumber-js'
import { findCountry } from '@/domain/phones/find-country.rules'
import { parsePhoneNumber } from '@/domain/phones/phone-number.rules'
import { findTimeZone } from './find-time-zone.rules'
import { numberZones } from './number-zones'
import { haveSameOffsets } from './same-offsets.rules'

/** Zones are compared over one year from the enrollment on, since no call is scheduled further ahead. */
const COMPARED_MS = 366 * 86_400_000

/**
 * Returns the timezone of a phone number, by the tables of Google's libphonenumber. Null when it has none, or several
 * whose clocks differ at some time of the year. Toll-free and unassigned numbers have all zones of their country, so
 * any choice would be a guess. Only a single enrollment uses this: the tables are 10 MB, which no browser should load.
 *
 * @param country in which a number without a + is read
 */
export async function inferTimezone(phoneNumber: unknown, country: string, nowMs: number): Promise<string | null> {
  const read = typeof phoneNumber === 'string' ? parsePhoneNumber(phoneNumber, findCountry(country)) : null
  const parsed = read && parsePhoneNumberFromString(read.e164, { extract: false })
  if (!parsed) return null
  const zones = (await numberZones(parsed.number)).map(findTimeZone)
  const [first, ...others] = zones
  if (!first) return null
  const agree = others.every((zone) => zone !== null && haveSameOffsets(first, zone, nowMs, nowMs + COMPARED_MS))
  return agree ? first : null
}
