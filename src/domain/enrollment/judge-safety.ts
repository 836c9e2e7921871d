import type { Reason } from '@/domain/contact-safety/contact-facts.rules'
import type { SafetyVerdict } from '@/domain/contacts/compare-contacts.rules'
import { neverFault } from '@/domain/contacts/never-fault.rules'
import { hasOwnTimezone } from '@/domain/contacts/read-contact.rules'
import type { JudgedContacts } from '@/domain/contacts/validate-contacts.rules'
import { deciderOf } from '@/domain/decisions/decide-person.rules'
import { loadKnown } from '@/domain/decisions/load-known'
import { policiesFor } from '@/domain/decisions/load-policies'
import { isKept, type NewDecision } from '@/domain/decisions/record-decisions'
import { listNamesOf } from '@/domain/suppression/find-list-names'
import { db } from '@/platform/db'
import type { EnrollmentOptions } from './enrollment.schema'
import { numbersOf } from './find-by-number-rules'
import { withGiven } from './given-consents.rules'
import { type GivenConsents, revokeByOptOuts } from './keep-consents'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/** What lists, rules, caps and consents say of the contacts of a request. */
export type JudgedSafety = {
  /** The names of the lists that keep the agent from calling numbers, by E.164. */
  listNames: ReadonlyMap<string, string>
  /** By the place of the contact in the request, for those that are turned away or called later than they were to be. */
  verdicts: ReadonlyMap<number, SafetyVerdict>
  /** What of it is kept in the trail, by the place of the contact. */
  decisions: ReadonlyMap<number, NewDecision>
  /** What kept the first contact back that is called later, for whoever wanted the call at once. */
  laterReasons: readonly Reason[]
}

type SafetyOptions = { isTry?: boolean; ownTimezones?: readonly boolean[] | undefined; given?: GivenConsents }

const NOTHING: JudgedSafety = { listNames: new Map(), verdicts: new Map(), decisions: new Map(), laterReasons: [] }

/**
 * Asks for every valid contact whether and when the agent may call, with what is known of their numbers. Who may never be
 * called is turned away, and who may not be called yet is called later. It is looked at before the contacts are written:
 * what changes in that moment is seen by the dispatch and the placement, which ask again.
 *
 * A first call is asked for at the moment at which it would be due, with the delay of its step. A sequence that begins with
 * a mail is asked about when its call is due.
 *
 * @param contacts as they were sent
 * @param ownTimezones whether the time zones of the contacts are their own, where that cannot be seen from them
 * @param given the consents that came with the contacts, which count beside those that are known
 * @param isTry true for somebody who tries the agent out with the simulated dialer: nobody's phone rings
 */
export async function judgeSafety(
  agent: AgentForEnrollment,
  contacts: readonly unknown[],
  { prepared, judged }: JudgedContacts,
  { bypassAllowedCallWindow }: Pick<EnrollmentOptions, 'bypassAllowedCallWindow'>,
  { isTry = false, ownTimezones, given = new Map() }: SafetyOptions = {},
): Promise<JudgedSafety> {
  if (!agent.policies) return NOTHING
  const policies = policiesFor(agent.policies, { simulated: isTry })
  const { organizationId } = policies
  const phoneNumbers = numbersOf(judged)
  const [knownOf, consentsGiven] = await Promise.all([
    loadKnown(
      db(),
      phoneNumbers.map((phoneNumber) => ({ phoneNumber, policies })),
    ),
    revokeByOptOuts(organizationId, { judged }, given),
  ])
  const { nowMs } = prepared
  const listNames = listNamesOf(
    phoneNumbers,
    (number) => knownOf({ ...number, organizationId }).suppressions,
    agent.id,
    nowMs,
  )
  const verdicts = new Map<number, SafetyVerdict>()
  const decisions = new Map<number, NewDecision>()
  let laterReasons: readonly Reason[] = []
  const [first] = agent.rules.steps
  if (first?.stepType !== 'CALL') return { listNames, verdicts, decisions, laterReasons }
  const earliestMs = nowMs + first.delaySeconds * 1_000
  const decide = deciderOf(policies, nowMs)
  for (const [index, verdict] of judged.entries()) {
    if (!verdict.ok) continue
    const { phoneNumber, variables, timezone, scheduledAtMs } = verdict.contact
    const wantedAtMs = Math.max(scheduledAtMs, earliestMs)
    const timezoneSent = ownTimezones?.[index] ?? hasOwnTimezone(contacts[index])
    const asked = {
      ...{ phoneNumber, variables, timezone, timezoneSent, wantedAtMs },
      windowsBypassedBy: bypassAllowedCallWindow ? ('option' as const) : null,
    }
    const known = knownOf({ organizationId, phoneNumber })
    const consents = withGiven(known.consents, consentsGiven.get(index))
    const decided = decide(asked, { ...known, consents })
    const { decision } = decided
    const fault = decision.kind === 'never' ? neverFault(phoneNumber, decision.reasons) : undefined
    if (fault) verdicts.set(index, { kind: 'never', fault })
    const isLater = decision.kind === 'not before' && decision.atMs > wantedAtMs
    if (isLater && laterReasons.length === 0) laterReasons = decision.reasons
    if (isLater) verdicts.set(index, { kind: 'later', scheduledAtMs: decision.atMs })
    if (decision.kind !== 'never' && !(isLater && isKept(decision.reasons))) continue
    const of = { phoneNumber, timezone, wantedAtMs, batchId: null, sequenceId: null, callId: null }
    decisions.set(index, { ...decided, policies, ...of })
  }
  return { listNames, verdicts, decisions, laterReasons }
}
