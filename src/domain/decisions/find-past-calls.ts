import { isConversation } from '@/domain/contact-safety/call-caps.rules'
import type { PastCall } from '@/domain/contact-safety/contact-facts.rules'
import type { ResultType } from '@/domain/results/result-types.rules'
import { askedNumbers } from '@/domain/suppression/asked-numbers'
import { groupByNumber } from '@/domain/suppression/group-by-number'
import type { OwnNumber } from '@/domain/suppression/own-number'
import type { Sql } from '@/platform/sql'

/**
 * A call of a number, with its id: the call that is to be placed does not count itself. `isOpen` while nobody knows yet
 * whether somebody was spoken to.
 */
export type CountedCall = PastCall & { callId: string; isOpen: boolean }

type Row = OwnNumber & { callId: string; at: Date; subject: string; resultType: ResultType | null }

/**
 * Finds the calls of numbers that a dialer has accepted, or was asked for and may have made: whoever waits for its answer
 * must not call the person a second time. Calls of all agents of the organization count, with any extension of the number.
 * Those that the simulated dialer takes for a test have rung nobody's phone.
 *
 * @param days how far back
 * @returns a function that gives the calls of a number
 */
export async function findPastCalls(
  on: Pick<Sql, 'rows'>,
  numbers: readonly OwnNumber[],
  days: number,
): Promise<(number: OwnNumber) => readonly CountedCall[]> {
  if (numbers.length === 0) return () => []
  // Number by number, as in findSuppressions: there is no index of contacts by organization and number.
  const rows = await on.rows<Row>`/* prepared */
    SELECT asked.organization_id AS "organizationId", asked.phone_number AS "phoneNumber", call.id AS "callId", call.at,
      coalesce(agent.subject, agent.id::text) AS subject, call.result_type AS "resultType"
    FROM (${askedNumbers(numbers)}) AS asked
    CROSS JOIN LATERAL (
      SELECT id, organization_id, batch_id FROM contacts WHERE contacts.phone_number = asked.phone_number OFFSET 0
    ) contact
    CROSS JOIN LATERAL (
      SELECT calls.id, agent_id, result_type, coalesce(placed_at, attempted_at, requested_at) AS at FROM calls
      WHERE calls.sequence_id = contact.id
        AND coalesce(placed_at, attempted_at) > now() - make_interval(days => ${days})
      OFFSET 0
    ) call
    JOIN agents agent ON agent.id = call.agent_id
    WHERE contact.organization_id = asked.organization_id
      AND NOT EXISTS (SELECT FROM batches WHERE batches.id = contact.batch_id AND batches.simulated)`
  return groupByNumber(rows, ({ callId, at, subject, resultType }) => ({
    ...{ callId, atMs: at.getTime(), subject },
    conversation: resultType !== null && isConversation(resultType),
    isOpen: resultType === null,
  }))
}
