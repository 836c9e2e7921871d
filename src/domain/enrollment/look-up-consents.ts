import type { Actor } from '@/domain/actor'
import { callingHoursOf } from '@/domain/contact-safety/calling-hours.rules'
import { type ConsentDemand, consentDemands } from '@/domain/contact-safety/consent-gate.rules'
import type { Consent } from '@/domain/contact-safety/contact-facts.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import { rulesOf } from '@/domain/contact-safety/rule-sets.rules'
import { findConsents } from '@/domain/decisions/find-consents'
import { db } from '@/platform/db'
import { findOptOuts } from './keep-consents'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/** Who asks for a consent of some numbers, and what is known of them. Moments are epoch milliseconds. */
export type LookedUpConsents = {
  /** So long after the enrollment a first call is due at the earliest. */
  delaySeconds: number
  /** Numbers of which the same consents are asked. Of one that is in none, nobody asks for any. */
  asked: { demands: readonly ConsentDemand[]; phoneNumbers: string[] }[]
  consents: (Pick<Consent, 'basis' | 'atMs' | 'source' | 'revokedAtMs'> & { phoneNumber: string })[]
  /** When people last opted out of the calls of all agents. */
  optOuts: { phoneNumber: string; atMs: number }[]
}

/**
 * Finds what an enrollment will ask of the consents of numbers, for a review of a file before it; null where nobody asks for
 * any. Which rules hold is told by the number alone: no rule that asks for a consent is of a part of a country, or of one
 * whose people are told apart by more than their numbers (`consent-countries.rules.test.ts`).
 *
 * @param phoneNumbers E.164, each once
 */
export async function lookUpConsents(
  actor: Actor,
  { policies, rules }: AgentForEnrollment,
  phoneNumbers: readonly string[],
): Promise<LookedUpConsents | null> {
  const [first] = rules.steps
  // A sequence that begins with a mail is asked about when its call is due.
  if (!policies || first?.stepType !== 'CALL') return null
  const { organization, agent, hasConsents } = policies
  const asking = rulesOf(organization.ruleSets, agent.collectsDebts).filter(({ kind }) => kind === 'consent')
  if (agent.consent === null && asking.length === 0) return null
  const asked = new Map<string, LookedUpConsents['asked'][number]>()
  for (const phoneNumber of phoneNumbers) {
    const location = locatePerson({ e164: phoneNumber, variables: {}, timezone: null })
    const hours = callingHoursOf(organization, agent, location, { timezone: 'UTC', windowsBypassedBy: 'option' })
    const demands = consentDemands(agent, hours.rules)
    if (demands.length === 0) continue
    const key = demands.map(({ rule }) => rule.id).join(' ')
    const group = asked.get(key)
    if (group) group.phoneNumbers.push(phoneNumber)
    else asked.set(key, { demands, phoneNumbers: [phoneNumber] })
  }
  const groups = [...asked.values()]
  const numbers = groups.flatMap((group) => group.phoneNumbers)
  const owned = numbers.map((phoneNumber) => ({ organizationId: actor.organizationId, phoneNumber }))
  const [consentsOf, optOuts] = await Promise.all([
    findConsents(db(), hasConsents ? owned : []),
    numbers.length === 0 ? [] : findOptOuts(actor, numbers),
  ])
  const consents = owned.flatMap((number) =>
    consentsOf(number).map(({ basis, atMs, source, revokedAtMs }) => ({
      ...{ phoneNumber: number.phoneNumber, basis, atMs, source, revokedAtMs },
    })),
  )
  return { delaySeconds: first.delaySeconds, asked: groups, consents, optOuts }
}
