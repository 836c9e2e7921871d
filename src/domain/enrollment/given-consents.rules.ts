import type { GivenConsent } from '@/domain/contact-safety/consent.schema'
import { type ConsentDemand, missingConsent } from '@/domain/contact-safety/consent-gate.rules'
import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import type { Fault } from '@/domain/contacts/fault.schema'
import { neverFault } from '@/domain/contacts/never-fault.rules'

/**
 * Adds the consent that came with a contact to those that are known of its number. One that is known already is not
 * another one, so that what was revoked stays so when it is sent again.
 */
export function withGiven(known: readonly Consent[], given: Consent | undefined): readonly Consent[] {
  return given === undefined || known.some((one) => isSame(one, given)) ? known : [...known, given]
}

function isSame(one: Consent, other: Consent): boolean {
  return one.basis === other.basis && one.atMs === other.atMs && one.source === other.source
}

/** What is known of a number before its contact is enrolled, as far as consents go. Moments are epoch milliseconds. */
export type ConsentsOfNumber = {
  demands: readonly ConsentDemand[]
  consents: readonly Consent[]
  /** When the person last opted out of the calls of all agents, which revokes what was given before; null for never. */
  optedOutMs: number | null
}

/**
 * Makes the fault of a contact that the enrollment will turn away for want of a consent, whatever else it has to keep to.
 * Undefined for any other, also for one that rules or limits move to where its consent is too old: that takes the whole
 * decision.
 *
 * @param given the consent that comes with the contact; null without one
 * @param wantedAtMs when its first call would be due (epoch ms)
 */
export function missingConsentFault(
  phoneNumber: string,
  { demands, consents, optedOutMs }: ConsentsOfNumber,
  given: GivenConsent | null,
  wantedAtMs: number,
  nowMs: number,
): Fault | undefined {
  const isRevoked = given !== null && optedOutMs !== null && optedOutMs >= given.atMs
  const all = withGiven(consents, given ? { id: '', ...given, revokedAtMs: isRevoked ? optedOutMs : null } : undefined)
  // What the server has written holds already, whatever the clock here says.
  const known = all.map(({ revokedAtMs, ...one }) => ({
    ...one,
    revokedAtMs: revokedAtMs === null ? null : Math.min(revokedAtMs, nowMs),
  }))
  const reasons = missingConsent(demands, known, Math.max(wantedAtMs, nowMs))
  return reasons === null ? undefined : neverFault(phoneNumber, reasons)
}
