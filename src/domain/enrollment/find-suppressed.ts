import type { Actor } from '@/domain/actor'
import type { JudgedContacts } from '@/domain/contacts/validate-contacts.rules'
import { findSuppressions } from '@/domain/suppression/find-suppressions'
import { suppressionInForce } from '@/domain/suppression/suppression-in-force.rules'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/**
 * Finds the numbers that the agent does not call, each with the name of the list that keeps it from that. It is looked at
 * before the contacts are written: who is suppressed in that moment is enrolled, and is not called, since the dispatch and
 * the placement look again.
 *
 * @returns by E.164
 */
export async function findSuppressed(
  { organizationId }: Actor,
  agent: AgentForEnrollment,
  { judged }: JudgedContacts,
): Promise<ReadonlyMap<string, string>> {
  if (!agent.hasLists) return new Map()
  const phoneNumbers = new Set(judged.flatMap(({ phoneKey }) => phoneKey?.split(';', 1) ?? []))
  const numbers = Array.from(phoneNumbers, (phoneNumber) => ({ organizationId, phoneNumber }))
  const suppressionsOf = await findSuppressions(db(), numbers)
  const now = nowMs()
  return new Map(
    numbers.flatMap((number) => {
      const suppression = suppressionInForce(suppressionsOf(number), agent.id, now)
      return suppression ? [[number.phoneNumber, suppression.listName]] : []
    }),
  )
}
