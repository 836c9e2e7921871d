import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import { stretchAt } from '@/domain/schedule/zone-clock.rules'
import type { CallingRule } from './calling-rule.rules'
import type { AgentPolicy, CallWish, OrganizationPolicy } from './contact-facts.rules'
import { type Gate, type Opening, passGates } from './gate.rules'
import { holidayOn } from './holiday-dates.rules'
import type { Jurisdiction, Location } from './locate-person.rules'
import { rulesOf } from './rule-sets.rules'

const DAY_MS = 86_400_000

/** How far ahead a moment is looked for. Weeks repeat and years nearly do: what is not found then never comes. */
export const HORIZON_MS = 400 * DAY_MS

/** What is open for calls by the clock and the calendar: the rules of all places in which a person may be, and windows. */
export type CallingHours = {
  /** The rules that hold for the person, of all kinds. */
  rules: readonly CallingRule[]
  /** Returns the first moment from `fromMs` on that everything allows. */
  open: (fromMs: number) => Opening
  /** Tells whether the agent's windows are open, also when they are bypassed. */
  isInsideWindows: (ms: number) => boolean
}

/** How many answers are kept for a place and an agent; the contacts of a batch ask for the same moment. */
const ANSWERS_MAX = 64
/** How many combinations of places and clocks are kept for an agent: some for each area code. */
const HOURS_MAX = 5_000

type Policies = Map<string, CallingHours>
const hoursOfPolicies = new WeakMap<OrganizationPolicy, WeakMap<AgentPolicy, Policies>>()

/**
 * Returns the hours in which a call to somebody at that location may be made. They are worked out once for all contacts
 * of an organization and agent that are at the same places.
 */
export function callingHoursOf(
  organization: OrganizationPolicy,
  agent: AgentPolicy,
  location: Location,
  { timezone, windowsBypassedBy }: Pick<CallWish, 'timezone' | 'windowsBypassedBy'>,
): CallingHours {
  const policies = policiesOf(organization, agent)
  const key = `${numberOfPlaces(location)}|${timezone}|${windowsBypassedBy === null}`
  let hours = policies.get(key)
  if (!hours) {
    hours = makeHours(organization, agent, location, timezone, windowsBypassedBy !== null)
    if (policies.size >= HOURS_MAX) policies.clear()
    policies.set(key, hours)
  }
  return hours
}

function policiesOf(organization: OrganizationPolicy, agent: AgentPolicy): Policies {
  let ofAgents = hoursOfPolicies.get(organization)
  if (!ofAgents) {
    ofAgents = new WeakMap()
    hoursOfPolicies.set(organization, ofAgents)
  }
  let policies = ofAgents.get(agent)
  if (!policies) {
    policies = new Map()
    ofAgents.set(agent, policies)
  }
  return policies
}

const numbersOfPlaces = new Map<string, number>()
const numbersOfLocations = new WeakMap<Location, number>()

/**
 * Returns a number that stands for the places of a location. Somebody who may be anywhere is in 64 of them: to write them out
 * for each contact took as long as the rest of the decision. There are as many numbers as combinations of places in the tables.
 */
function numberOfPlaces(location: Location): number {
  let number = numbersOfLocations.get(location)
  if (number === undefined) {
    const key = location.jurisdictions
      .map(({ country, region, zones }) => `${country}-${region}:${zones.join(',')}`)
      .join(';')
    number = numbersOfPlaces.get(key) ?? numbersOfPlaces.size
    numbersOfPlaces.set(key, number)
    numbersOfLocations.set(location, number)
  }
  return number
}

function makeHours(
  organization: OrganizationPolicy,
  agent: AgentPolicy,
  location: Location,
  timezone: string,
  bypassed: boolean,
): CallingHours {
  const inForce = rulesOf(organization.ruleSets, agent.collectsDebts)
  const rules = inForce.filter((rule) => location.jurisdictions.some((place) => holdsIn(rule, place)))
  const windows = windowGate(agent, timezone)
  const gates = rules.flatMap((rule) => gatesOf(rule, location))
  if (!bypassed) gates.push(windows)
  const answers = new Map<number, Opening>()
  return {
    rules,
    isInsideWindows: (ms) => windows.next(ms) === ms,
    open: (fromMs) => {
      let answer = answers.get(fromMs)
      if (!answer) {
        answer = passGates(gates, fromMs, fromMs + HORIZON_MS)
        if (answers.size >= ANSWERS_MAX) answers.clear()
        answers.set(fromMs, answer)
      }
      return answer
    },
  }
}

function holdsIn(rule: CallingRule, { country, region }: Jurisdiction): boolean {
  return rule.country === country && (rule.region === null || rule.region === region)
}

/** Makes a gate for each time zone in which a person may be under the rule. */
function gatesOf(rule: CallingRule, location: Location): Gate[] {
  const zones = new Set(location.jurisdictions.filter((place) => holdsIn(rule, place)).flatMap(({ zones }) => zones))
  const { country, region } = rule
  const ref = { id: rule.id, version: rule.version }
  if (rule.kind === 'hours') {
    return [...zones].map((zone) => ({
      next: (ms) => nextAllowedMoment(rule.hours, zone, ms),
      reasons: (_, untilMs) => [{ rule: ref, untilMs, code: 'CALLING_HOURS', country, region, zone }],
    }))
  }
  if (rule.kind === 'holidays') {
    return [...zones].map((zone) => ({
      next: (ms) => afterHolidays(rule.holidays, zone, ms),
      reasons: (ms, untilMs) => {
        const holiday = holidayOn(rule.holidays, localDay(zone, ms)) ?? ''
        return [{ rule: ref, untilMs, code: 'HOLIDAY', country, region, zone, holiday }]
      },
    }))
  }
  return []
}

function windowGate({ callWindows, version }: AgentPolicy, zone: string): Gate {
  return {
    next: (ms) => nextAllowedMoment(callWindows, zone, ms),
    reasons: (_, untilMs) => [{ rule: { id: 'agent:windows', version }, untilMs, code: 'CALL_WINDOW', zone }],
  }
}

type Holidays = Extract<CallingRule, { kind: 'holidays' }>['holidays']

/** Returns the first moment from `fromMs` on that is no holiday there. */
function afterHolidays(holidays: Holidays, zone: string, fromMs: number): number {
  let ms = fromMs
  for (;;) {
    const { offsetMs, endMs } = stretchAt(zone, ms)
    const day = Math.floor((ms + offsetMs) / DAY_MS)
    if (holidayOn(holidays, day) === null) return ms
    // The clock may jump before midnight: look again from the other side.
    ms = Math.min(endMs, (day + 1) * DAY_MS - offsetMs)
  }
}

function localDay(zone: string, ms: number): number {
  return Math.floor((ms + stretchAt(zone, ms).offsetMs) / DAY_MS)
}
