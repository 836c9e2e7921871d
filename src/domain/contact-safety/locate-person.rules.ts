import { CALLING_CODE_LENGTH_MAX } from '@/domain/phones/numbering-plan.rules'
import { plans } from '@/domain/phones/phone-metadata.rules'
import { countryOfNumber } from '@/domain/phones/phone-number.rules'
import { haveSameOffsets } from '@/domain/schedule/same-offsets.rules'
import { AREA_CODE_PLACES, CALLING_CODE_ZONES } from './number-places.rules'
import { regionsOfPostalCode } from './postal-codes.rules'
import { findRegion, REGIONS, type Region } from './regions.rules'

/** A country or a part of it in which a person may be, with the time zones in which the person may be there. */
export type Jurisdiction = {
  /** ISO 3166-1 alpha-2, the territories of the United States under US; null when no country is known. */
  country: string | null
  /** Code of a state or province as in `REGIONS`; null for a country without any here. */
  region: string | null
  zones: readonly string[]
}

/**
 * Where a person may be. With several jurisdictions nobody knows in which of them, so only moments count that are
 * allowed in all of them.
 */
export type Location = {
  jurisdictions: readonly Jurisdiction[]
  /** `nothing`: the number is nobody's place, and nothing else tells one. */
  knownBy: 'region' | 'postal code' | 'number' | 'timezone' | 'nothing'
}

export type LocationClues = {
  /** The number to be called. */
  e164: string
  /** The variables of the contact by name. */
  variables: Readonly<Record<string, string>>
  /** The contact's own time zone, listed; null when it has that of the request or the agent. */
  timezone: string | null
}

/** Names of variables, with letters alone and in lower case. */
const REGION_NAMES = ['state', 'region', 'province', 'statecode', 'stateprovince', 'provincecode', 'provincestate']
const POSTAL_NAMES = ['postalcode', 'zip', 'zipcode', 'postcode', 'zippostalcode', 'postalzip']

/** Time zones are the same when their clocks are alike in these years. */
const COMPARED = [Date.UTC(2026, 0), Date.UTC(2028, 0)] as const

/**
 * Says where a person is, in this order: a variable with a state or province, a postal code, the number, the contact's
 * own time zone. States and postal codes count only for numbers of +1: `WA` and `10115` mean something else elsewhere.
 * A number of +1 that is nobody's place (toll-free, or of an area code that is not known) can be of anybody in the
 * United States and Canada: all of their states and provinces without the territories, or those in which the clock of the
 * contact's own time zone is in use.
 *
 * Every state has all its time zones, since the variable does not say in which part the person lives.
 */
export function locatePerson(clues: LocationClues): Location {
  if (!clues.e164.startsWith('+1')) return locateAbroad(clues)
  const region = firstOf(clues.variables, 'region', (text) => findRegion(text))
  if (region) return locationOf('region', [`${region.country}-${region.code}`])
  const postal = firstOf(clues.variables, 'postal code', (text) => notEmpty(regionsOfPostalCode(text)))
  if (postal) return locationOf('postal code', postal)
  const byNumber = byAreaCode().get(clues.e164.slice(2, 5))
  if (byNumber) return byNumber
  return (clues.timezone === null ? null : locateByClock(clues.timezone)) ?? SOMEWHERE
}

const known = new Map<string, Location>()

function locationOf(knownBy: Location['knownBy'], ids: readonly string[]): Location {
  const key = `${knownBy} ${ids.join('+')}`
  let location = known.get(key)
  if (!location) {
    location = { knownBy, jurisdictions: ids.map((id) => jurisdictionOf(id)) }
    known.set(key, location)
  }
  return location
}

/** @param zones fewer than the region has, when more is known than the region */
function jurisdictionOf(id: string, zones: readonly string[] = []): Jurisdiction {
  const region = REGIONS.get(id)
  // The tables are held to the regions by a test; a country stands by itself.
  if (!region) return { country: id, region: null, zones }
  return { country: region.country, region: region.code, zones: zones.length > 0 ? zones : region.zones }
}

/** With them no hour would be left: Guam sleeps when Maine may be called. */
const TERRITORIES: readonly string[] = ['US-PR', 'US-VI', 'US-GU', 'US-MP', 'US-AS']

const SOMEWHERE: Location = {
  knownBy: 'nothing',
  jurisdictions: [...REGIONS.keys()].filter((id) => !TERRITORIES.includes(id)).map((id) => jurisdictionOf(id)),
}

let areaCodes: ReadonlyMap<string, Location> | undefined

function byAreaCode(): ReadonlyMap<string, Location> {
  areaCodes ??= new Map(
    readTable(AREA_CODE_PLACES).flatMap(({ place, codes }) => {
      const [ids = '', ...zones] = place
      const jurisdictions = ids.split('+').map((id) => jurisdictionOf(id, zones))
      const location: Location = { knownBy: 'number', jurisdictions }
      return codes.map((code): [string, Location] => [code, location])
    }),
  )
  return areaCodes
}

/** By calling code and country, so that people of one country have one location. */
const abroad = new Map<string, Location>()
let zonesOfCodes: ReadonlyMap<string, readonly string[]> | undefined

function locateAbroad({ e164, timezone }: LocationClues): Location {
  zonesOfCodes ??= new Map(
    readTable(CALLING_CODE_ZONES).flatMap(({ place, codes }) => codes.map((code) => [code, place])),
  )
  for (let length = 1; length <= CALLING_CODE_LENGTH_MAX; length += 1) {
    const code = e164.slice(1, 1 + length)
    const countries = plans.country_calling_codes[code]
    if (!countries) continue
    const [only = null] = countries
    const country = countries.length === 1 ? only : (countryOfNumber(e164) ?? only)
    const key = `${code} ${country}`
    let location = abroad.get(key)
    if (!location) {
      location = { knownBy: 'number', jurisdictions: [{ country, region: null, zones: zonesOfCodes.get(code) ?? [] }] }
      abroad.set(key, location)
    }
    return location
  }
  // Satellites and international services: in no country, so no rule of one holds.
  if (timezone === null) return { knownBy: 'nothing', jurisdictions: [] }
  return { knownBy: 'timezone', jurisdictions: [{ country: null, region: null, zones: [timezone] }] }
}

const byClock = new Map<string, Location | null>()

/** Returns the states and provinces in which that clock is in use; null when it is in none. */
function locateByClock(timezone: string): Location | null {
  let location = byClock.get(timezone)
  if (location === undefined) {
    const ids = [...REGIONS.entries()].filter(([, region]) => usesClock(region, timezone)).map(([id]) => id)
    const jurisdictions = ids.map((id) => jurisdictionOf(id, [timezone]))
    location = ids.length > 0 ? { knownBy: 'timezone', jurisdictions } : null
    byClock.set(timezone, location)
  }
  return location
}

function usesClock(region: Region, timezone: string): boolean {
  return region.zones.some((zone) => haveSameOffsets(zone, timezone, ...COMPARED))
}

function readTable(table: string): { place: string[]; codes: string[] }[] {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [place = '', codes = ''] = line.split(': ')
      return { place: place.split(' '), codes: codes.split(' ') }
    })
}

const NO_LETTERS = /[^a-z]/g
const kinds = new Map<string, 'region' | 'postal code' | null>()
/** Names of variables come from requests: the cache must not grow with them. */
const KINDS_MAX = 1_000

/** Returns what is read of the first variable of a kind that says anything; null without one. */
function firstOf<Read>(
  variables: LocationClues['variables'],
  kind: 'region' | 'postal code',
  read: (text: string) => Read | null,
): Read | null {
  for (const name in variables) {
    const found = kindOf(name) === kind ? read(variables[name] ?? '') : null
    if (found !== null) return found
  }
  return null
}

function notEmpty(ids: readonly string[]): readonly string[] | null {
  return ids.length > 0 ? ids : null
}

function kindOf(name: string): 'region' | 'postal code' | null {
  let kind = kinds.get(name)
  if (kind === undefined) {
    const letters = name.toLowerCase().replace(NO_LETTERS, '')
    kind = REGION_NAMES.includes(letters) ? 'region' : POSTAL_NAMES.includes(letters) ? 'postal code' : null
    if (kinds.size >= KINDS_MAX) kinds.clear()
    kinds.set(name, kind)
  }
  return kind
}
