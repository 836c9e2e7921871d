import type { z } from 'zod'
import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { type enrolledNumbersQuerySchema, SAME_FILE_DAYS } from './import.schema'

/**
 * Counts how many of these numbers were enrolled with this agent within 30 days, by any road. This recognizes a list
 * that somebody has filtered or extended, although its file is a different one.
 *
 * @param query agentId: public id; numbers: E.164, each once
 */
export async function countEnrolledNumbers(
  actor: Actor,
  query: z.output<typeof enrolledNumbersQuerySchema>,
): Promise<{ enrolled: number }> {
  const agentId = parsePublicId('agent', query.agentId)
  if (!agentId) return { enrolled: 0 }
  // By the index of numbers, as OFFSET 0 demands, however little the planner knows of what was enrolled just now. The
  // organization comes after it: there are indexes that begin with it.
  const [row] = await db().rows<{ enrolled: number }>`
    SELECT count(*)::int AS enrolled FROM unnest(${query.numbers}::text[]) asked (phone_number)
    WHERE EXISTS (
      SELECT FROM (
        SELECT organization_id, batch_id FROM contacts WHERE contacts.phone_number = asked.phone_number OFFSET 0
      ) contact JOIN batches batch ON batch.id = contact.batch_id
      WHERE contact.organization_id = ${actor.organizationId} AND batch.organization_id = ${actor.organizationId} AND batch.agent_id = ${agentId}::uuid
        AND batch.created_at > now() - make_interval(days => ${SAME_FILE_DAYS})
    )`
  return { enrolled: row?.enrolled ?? 0 }
}
