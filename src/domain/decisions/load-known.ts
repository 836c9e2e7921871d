import type { Consent, Suppression } from '@/domain/contact-safety/contact-facts.rules'
import { findSuppressions } from '@/domain/suppression/find-suppressions'
import type { OwnNumber } from '@/domain/suppression/own-number'
import type { Tx } from '@/platform/db'
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
 * where the policies have no use for it. Those of a transaction go one after the other; the pool takes them at once.
 *
 * @returns a function that gives what is known of one of the numbers
 */
export async function loadKnown(on: Sql | Tx, asked: readonly AskedNumber[]): Promise<(number: OwnNumber) => Known> {
  const days = Math.max(0, ...asked.map(({ policies }) => policies.pastCallsDays))
  const listed = numbersOf(asked, ({ hasLists }) => hasLists)
  const counted = numbersOf(asked, ({ pastCallsDays }) => pastCallsDays > 0)
  const agreeing = numbersOf(asked, ({ hasConsents }) => hasConsents)
  const [suppressionsOf, callsOf, consentsOf] =
    'inTransaction' in on
      ? [await findSuppressions(on, listed), await findPastCalls(on, counted, days), await findConsents(on, agreeing)]
      : await Promise.all([findSuppressions(on, listed), findPastCalls(on, counted, days), findConsents(on, agreeing)])
  return (number) => ({
    suppressions: suppressionsOf(number),
    calls: callsOf(number),
    consents: consentsOf(number),
  })
}

/** The numbers for which something has to be looked up, each once. */
function numbersOf(
  asked: readonly AskedNumber[],
  isAsked: (policies: AskedNumber['policies']) => boolean,
): OwnNumber[] {
  const organizations = new Map<string, Set<string>>()
  for (const { phoneNumber, policies } of asked) {
    if (!isAsked(policies)) continue
    const numbers = organizations.get(policies.organizationId)
    if (numbers) numbers.add(phoneNumber)
    else organizations.set(policies.organizationId, new Set([phoneNumber]))
  }
  return [...organizations].flatMap(([organizationId, numbers]) =>
    Array.from(numbers, (phoneNumber) => ({ organizationId, phoneNumber })),
  )
}
