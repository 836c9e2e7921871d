import { countryInText } from '@/domain/phones/find-country.rules'
import type { ConsentBasis } from './consent.schema'
import type { Reason, ReasonDetail } from './contact-facts.rules'
import { REGIONS } from './regions.rules'

/** The reasons for lists and filters, in one to four words for operators. */
export const REASON_LABELS: Readonly<Record<ReasonDetail['code'], string>> = {
  SUPPRESSED: 'On a suppression list',
  LIST_OLD: 'List out of date',
  CALLING_HOURS: 'Outside calling hours',
  HOLIDAY: 'Holiday',
  CAP_CALLS: 'Called too often',
  CAP_GAP: 'Called just before',
  CAP_REST: 'Spoken to recently',
  CONSENT_REQUIRED: 'No consent',
  CONSENT_EXPIRED: 'Consent expired',
  CALL_WINDOW: 'Outside call windows',
  NUMBERS_USED_UP: 'No from-number left today',
  OTHER_TIME: 'Another time of day',
}

const BASIS_NAMES: Readonly<Record<ConsentBasis, string>> = {
  express: 'an express consent',
  written: 'a written consent',
  contract: 'a contract',
  relationship: 'a business relationship',
}

/**
 * Says why a person is not called, in a sentence for operators. It names lists and rules, and nothing about the person.
 * The moment until which the reason holds is not in it: whoever shows it knows on which clock.
 */
export function describeReason(reason: Reason): string {
  switch (reason.code) {
    case 'SUPPRESSED':
      return `The number is on the list ${reason.listName}.`
    case 'LIST_OLD':
      return `The list ${reason.listName} is out of date. Refresh it, so that calls go on.`
    case 'CALLING_HOURS':
      return `Calls are not allowed at this hour in ${placeName(reason)}.`
    case 'HOLIDAY':
      return `Calls are not allowed on ${reason.holiday} in ${placeName(reason)}.`
    case 'CAP_CALLS':
      return `The number has had the ${callsOf(reason.max)} allowed in ${lengthOf(reason.withinHours)}.`
    case 'CAP_GAP':
      return `The last call of the number was less than ${minutesOf(reason.minutes)} ago.`
    case 'CAP_REST':
      return `Somebody was spoken to at this number less than ${daysOf(reason.days)} ago.`
    case 'CONSENT_REQUIRED':
      return `A call needs ${reason.bases.map((basis) => BASIS_NAMES[basis]).join(' or ')}, and none is known.`
    case 'CONSENT_EXPIRED':
      return `The consent is older than ${daysOf(reason.ageDaysMax ?? 0)}.`
    case 'CALL_WINDOW':
      return "The agent's call windows are closed."
    case 'NUMBERS_USED_UP':
      return `Each from-number of the agent has made the ${callsInDay(reason.callsPerDay)} that it makes in a day.`
    case 'OTHER_TIME':
      return 'A call at that time of day was not answered, so another time of day is tried.'
  }
}

function placeName({ country, region }: { country: string; region: string | null }): string {
  return REGIONS.get(`${country}-${region}`)?.name ?? countryInText(country)
}

function callsOf(calls: number): string {
  return calls === 1 ? 'one call that is' : `${calls} calls that are`
}

function callsInDay(calls: number): string {
  return calls === 1 ? 'one call' : `${calls} calls`
}

function lengthOf(hours: number): string {
  return hours > 24 && hours % 24 === 0 ? daysOf(hours / 24) : `${hours} hours`
}

function daysOf(days: number): string {
  return days === 1 ? '1 day' : `${days} days`
}

function minutesOf(minutes: number): string {
  if (minutes % 60 === 0) return minutes === 60 ? '1 hour' : `${minutes / 60} hours`
  return minutes === 1 ? '1 minute' : `${minutes} minutes`
}
