import type { Consent, Suppression } from '@/domain/contact-safety/contact-facts.rules'
import { findSuppressions, type OwnNumber } from '@/domain/suppression/find-suppressions'
import type { Sql } from '@/platform/sql'
import { findConsents } from './find-consents'
import { type CountedCall, findPastCalls } from './find-past-calls'
import type { Policies } from './load-policies'

/** What is known of a number, beside where the person is. */
export type Known = {
  suppressions: readonly Suppression[]
  calls: readonly CountedCall[]
  consents: readonly Consent[]
}

/** A number, and what its call has to keep to. */
export type AskedNumber = { phoneNumber: string; policies: Omit<Policies, 'simulated'> }

/**
 * Loads what is known of numbers, in one query each for entries on suppression lists, past calls and consents, and in none
 * where the policies have no use for it.
 *
 * @returns a function that gives what is known of one of the numbers
 */
export async function loadKnown(
  on: Pick<Sql, 'rows'>,
  asked: readonly AskedNumber[],
): Promise<(number: OwnNumber) => Known> {
  const days = Math.max(0, ...asked.map(({ policies }) => policies.pastCallsDays))
  const suppressionsOf = await findSuppressions(
    on,
    numbersOf(asked, ({ hasLists }) => hasLists),
  )
  const callsOf = await findPastCalls(
    on,
    numbersOf(asked, ({ pastCallsDays }) => pastCallsDays > 0),
    days,
  )
  const consentsOf = await findConsents(
    on,
    numbersOf(asked, ({ hasConsents }) => hasConsents),
  )
  return (number) => ({
    suppressions: suppressionsOf(number),
    calls: callsOf(number),
    consents: consentsOf(number),
  })
}

function numbersOf(
  asked: readonly AskedNumber[],
  isAsked: (policies: AskedNumber['policies']) => boolean,
): OwnNumber[] {
  const numbers = new Map<string, OwnNumber>()
  for (const { phoneNumber, policies } of asked) {
    if (!isAsked(policies)) continue
    const { organizationId } = policies
    numbers.set(`${phoneNumber} ${organizationId}`, { organizationId, phoneNumber })
  }
  return [...numbers.values()]
}
