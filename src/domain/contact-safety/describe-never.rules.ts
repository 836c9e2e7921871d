import type { Reason } from './contact-facts.rules'
import { describeReason } from './describe-reason.rules'

type ConsentReason = Extract<Reason, { code: 'CONSENT_REQUIRED' | 'CONSENT_EXPIRED' }>

/** A number that is nobody's place keeps to the rules of all states. */
const PLACES_MAX = 3

/**
 * Says why a sequence has ended whose person is never called, from the reasons of a `never`: the list or the consent, or
 * that the agent's windows and the rules never meet. It says nothing about the person.
 */
export function describeNever(reasons: readonly Reason[]): string {
  const suppressed = reasons.find((reason) => reason.code === 'SUPPRESSED')
  if (suppressed) return `The number is on the suppression list “${suppressed.listName}”.`
  const consent = missingConsentOf(reasons)
  if (consent) return describeReason(consent)
  const rules = reasons.filter(({ code }) => code !== 'CALL_WINDOW')
  const places = [...new Set(rules.map((reason) => describeReason(reason)))].slice(0, PLACES_MAX)
  return ["The agent's call windows and what the calling rules allow never meet.", ...places].join(' ')
}

/** Returns the consent that is missing among the reasons of a `never`; undefined when none is. */
export function missingConsentOf(reasons: readonly Reason[]): ConsentReason | undefined {
  return reasons.find(
    (reason): reason is ConsentReason => reason.code === 'CONSENT_REQUIRED' || reason.code === 'CONSENT_EXPIRED',
  )
}
