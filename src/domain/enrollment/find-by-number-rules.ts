import type { Actor } from '@/domain/actor'
import type { KnownNumbers } from '@/domain/contacts/compare-contacts.rules'
import { db } from '@/platform/db'
import type { EnrollmentOptions } from './enrollment.schema'
import type { AgentForEnrollment } from './load-agent-for-enrollment'

/** What an enrollment asks about its numbers, beside what it always has to keep to. */
export type NumberRules = Pick<EnrollmentOptions, 'ifActive' | 'notCalledWithinDays'>

/**
 * Finds numbers whose contacts a request wants rejected: those with an open sequence of the agent, and those that any agent
 * has called lately. It is one query for each, whatever the amount, and none for what was not asked.
 *
 * It is looked at before the contacts are written: two requests at the same moment may both enroll a number.
 *
 * @param phoneNumbers E.164, each once
 */
export async function findByNumberRules(
  { organizationId }: Actor,
  agent: AgentForEnrollment,
  phoneNumbers: readonly string[],
  { ifActive, notCalledWithinDays: days }: NumberRules,
): Promise<Pick<KnownNumbers, 'active' | 'called'>> {
  const [active, called] = await Promise.all([
    ifActive === 'reject' ? findActive(organizationId, agent, phoneNumbers) : undefined,
    days === undefined ? undefined : findCalled(organizationId, phoneNumbers, days),
  ])
  return { active, called: called && { numbers: called, days: days ?? 0 } }
}

/**
 * Finds numbers that the agent has an open sequence of, or a contact whose sequence is still to be created. Tests and what
 * is in earnest do not know each other.
 */
async function findActive(
  organizationId: string,
  { id, test }: AgentForEnrollment,
  phoneNumbers: readonly string[],
): Promise<ReadonlySet<string>> {
  // Number by number, as OFFSET 0 demands: by its index there are few contacts of a number.
  const rows = await db().rows<{ phoneNumber: string }>`
    SELECT asked.phone_number AS "phoneNumber" FROM unnest(${phoneNumbers}::text[]) AS asked(phone_number)
    WHERE EXISTS (
      SELECT FROM (
        SELECT id, organization_id, batch_id FROM contacts WHERE contacts.phone_number = asked.phone_number OFFSET 0
      ) contact
      JOIN batches batch ON batch.id = contact.batch_id
      LEFT JOIN sequences sequence ON sequence.id = contact.id
      WHERE contact.organization_id = ${organizationId} AND batch.organization_id = ${organizationId}
        AND batch.agent_id = ${id}::uuid AND batch.test = ${test !== null}
        AND CASE WHEN sequence.id IS NULL THEN batch.status IN ('accepted', 'active')
          ELSE sequence_is_open(sequence.status) END
    )`
  return new Set(rows.map(({ phoneNumber }) => phoneNumber))
}

/**
 * Finds numbers that a dialer was asked to call within so many days, for any agent. As for the caps, a test counts where it
 * has rung the person's phone, and not where the simulated dialer took it.
 */
async function findCalled(
  organizationId: string,
  phoneNumbers: readonly string[],
  days: number,
): Promise<ReadonlySet<string>> {
  const rows = await db().rows<{ phoneNumber: string }>`
    SELECT asked.phone_number AS "phoneNumber" FROM unnest(${phoneNumbers}::text[]) AS asked(phone_number)
    WHERE EXISTS (
      SELECT FROM (
        SELECT id, organization_id, batch_id FROM contacts WHERE contacts.phone_number = asked.phone_number OFFSET 0
      ) contact
      JOIN batches batch ON batch.id = contact.batch_id
      JOIN calls call ON call.sequence_id = contact.id
      WHERE contact.organization_id = ${organizationId} AND call.organization_id = ${organizationId}
        AND NOT batch.simulated
        AND coalesce(call.placed_at, call.attempted_at) > now() - make_interval(days => ${days})
    )`
  return new Set(rows.map(({ phoneNumber }) => phoneNumber))
}

/** Returns the E.164 numbers of judged contacts, each once. */
export function numbersOf(judged: readonly { phoneKey: string | null }[]): string[] {
  const numbers = new Set<string>()
  for (const { phoneKey } of judged) {
    if (phoneKey !== null) numbers.add(phoneKey.slice(0, phoneKey.indexOf(';')))
  }
  return [...numbers]
}
