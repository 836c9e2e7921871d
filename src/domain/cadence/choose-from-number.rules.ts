import { countryOfNumber } from '@/domain/phones/phone-number.rules'
import { offsetAt, toMoment } from '@/domain/schedule/zone-clock.rules'

const DAY_MS = 86_400_000

/** A number of the North American plan: `+1`, the area code, and seven digits. */
const NORTH_AMERICAN = /^\+1(\d{3})\d{7}$/

/** Where a number is, as far as its digits say it. */
export type NumberPlace = {
  /** E.164 */
  e164: string
  /** ISO 3166-1 alpha-2; null when its calling code belongs to no country. */
  country: string | null
  /** Of a North American number; null of any other. */
  areaCode: string | null
}

/** A number of an agent, with the calls that it was given today. */
export type FromNumber = NumberPlace & { callsToday: number }

export type FromNumberFacts = {
  /** The numbers of the agent, in its order. */
  numbers: readonly FromNumber[]
  person: NumberPlace
  /** The number from which this agent called the person last, E.164; null when it never has. */
  lastNumber: string | null
  /** Whether a number near the person comes first. */
  localFirst: boolean
  /** How many calls each number makes in a day at most; null for no limit. */
  callsPerDay: number | null
}

/** Finds where a number is. It takes as long as reading the number, so ask once for each. */
export function placeOfNumber(e164: string): NumberPlace {
  return { e164, country: countryOfNumber(e164), areaCode: NORTH_AMERICAN.exec(e164)?.[1] ?? null }
}

/**
 * Chooses the number from which an agent calls a person: the one that the person knows from the agent's last call, while
 * the agent has it and it has room today; else, where the agent wants that, one with the person's area code, or else of
 * the person's country; among several the one with the fewest calls today, and the first of those.
 *
 * @returns E.164; null when no number has room today, or the agent has none
 */
export function chooseFromNumber(facts: FromNumberFacts): string | null {
  const { numbers, person, lastNumber, localFirst, callsPerDay } = facts
  const free = numbers.filter(({ callsToday }) => callsPerDay === null || callsToday < callsPerDay)
  const known = free.find(({ e164 }) => e164 === lastNumber)
  if (known) return known.e164
  const nearest = Math.max(...free.map((number) => nearness(number, person)))
  const candidates = localFirst ? free.filter((number) => nearness(number, person) === nearest) : free
  const fewest = Math.min(...candidates.map(({ callsToday }) => callsToday))
  return candidates.find(({ callsToday }) => callsToday === fewest)?.e164 ?? null
}

function nearness(number: NumberPlace, person: NumberPlace): number {
  if (number.areaCode !== null && number.areaCode === person.areaCode) return 2
  return number.country !== null && number.country === person.country ? 1 : 0
}

/**
 * Returns the day on the clock of a zone, `YYYY-MM-DD`, and the moment at which the next one begins.
 *
 * @param nowMs epoch milliseconds
 */
export function localDay(zone: string, nowMs: number): { day: string; endMs: number } {
  const startMs = Math.floor((nowMs + offsetAt(zone, nowMs)) / DAY_MS) * DAY_MS
  return { day: new Date(startMs).toISOString().slice(0, 10), endMs: toMoment(zone, startMs + DAY_MS) }
}
