import type { Actor } from '@/domain/actor'
import { getAgent } from '@/domain/agents/get-agent'
import type { Estimate } from '@/domain/capacity/estimate.schema'
import { estimateCalls } from '@/domain/capacity/estimate-calls'
import { type CallGroup, groupsInWindows } from '@/domain/capacity/estimate-end.rules'
import { type CallingHours, callingHoursOf } from '@/domain/contact-safety/calling-hours.rules'
import { locatePerson } from '@/domain/contact-safety/locate-person.rules'
import { hasOwnTimezone } from '@/domain/contacts/read-contact.rules'
import type { AcceptedContact } from '@/domain/contacts/validate-contacts.rules'
import { toPublicId } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import type { EnrollmentOptions } from './enrollment.schema'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

type Options = Pick<EnrollmentOptions, 'bypassAllowedCallWindow'>

/**
 * Estimates how long the agent will be busy with the contacts that a request would enroll: in the hours in which each may
 * be called, by the rules of the place and the agent's windows. Moments that were asked for count as far as the last of
 * them; chains count as if all of their contacts were called, side by side.
 *
 * @param contacts as they were sent
 */
export async function estimateDryRun(
  actor: Actor,
  agent: AgentForEnrollment,
  contacts: readonly unknown[],
  accepted: readonly AcceptedContact[],
  options: Options,
): Promise<Estimate> {
  const groups = groupCalls(agent, contacts, accepted, options)
  const latestDueMs = accepted.reduce((latest, { scheduledAtMs }) => Math.max(latest, scheduledAtMs), 0)
  const detail = await getAgent(actor, toPublicId('agent', agent.id))
  return estimateCalls(actor, detail, { groups, latestDueMs, share: null }, nowMs())
}

/** Counts contacts by the hours in which they may be called. */
function groupCalls(
  { policies, rules }: AgentForEnrollment,
  contacts: readonly unknown[],
  accepted: readonly AcceptedContact[],
  { bypassAllowedCallWindow }: Options,
): CallGroup[] {
  if (!policies) {
    const zones = countEach(accepted.map(({ timezone }) => timezone))
    return groupsInWindows(
      Array.from(zones, ([timezone, calls]) => ({ timezone, calls })),
      bypassAllowedCallWindow ? null : rules.callWindows,
    )
  }
  const windowsBypassedBy = bypassAllowedCallWindow ? 'option' : null
  const hours = accepted.map(({ index, phoneNumber: e164, variables, timezone }): CallingHours => {
    const own = hasOwnTimezone(contacts[index]) ? timezone : null
    const location = locatePerson({ e164, variables, timezone: own })
    return callingHoursOf(policies.organization, policies.agent, location, { timezone, windowsBypassedBy })
  })
  return Array.from(countEach(hours), ([{ open }, calls]) => ({ calls, opensFrom: (fromMs) => open(fromMs).ms }))
}

function countEach<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}
