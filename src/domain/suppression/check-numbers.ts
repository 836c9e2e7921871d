import type { Actor } from '@/domain/actor'
import { agentNotFound } from '@/domain/agents/assert-agent-exists'
import { parsePublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { findSuppressions } from './find-suppressions'
import { readRequestNumbers, uniqueNumbers } from './read-request-numbers'
import { type CheckNumbersInput, checkNumbersSchema } from './suppression.schema'
import type { CheckedNumbers } from './suppression-answer.schema'
import { suppressionInForce } from './suppression-in-force.rules'

/**
 * Says of up to 1,000 numbers on which lists they are. Nothing is written.
 *
 * @throws AGENT_NOT_FOUND
 */
export async function checkNumbers(actor: Actor, input: CheckNumbersInput): Promise<CheckedNumbers> {
  const { numbers, agentId: given } = parseRequest(checkNumbersSchema, input)
  const agentId = given === undefined ? null : await findAgent(actor, given)
  const read = await readRequestNumbers(actor, numbers)
  const { organizationId } = actor
  const suppressionsOf = await findSuppressions(
    db(),
    uniqueNumbers(read).map((phoneNumber) => ({ organizationId, phoneNumber })),
  )
  const now = nowMs()
  return {
    numbers: read.read.map(({ index, phoneNumber }) => {
      const holding = suppressionsOf({ organizationId, phoneNumber }).filter((one) =>
        suppressionInForce([one], agentId, now),
      )
      const lists = new Map(holding.map(({ listId, listName, kind }) => [listId, { listId, name: listName, kind }]))
      return { index, phoneNumber, suppressed: lists.size > 0, lists: [...lists.values()] }
    }),
    invalid: read.invalid,
  }
}

async function findAgent(actor: Actor, agentId: string): Promise<string> {
  const id = parsePublicId('agent', agentId)
  const [agent] = await db().rows<{ id: string }>`
    SELECT id FROM agents WHERE id = ${id}::uuid AND organization_id = ${actor.organizationId}`
  if (!agent) throw agentNotFound()
  return agent.id
}
