import { LINE_ORDER } from '@/domain/schedule/priority.rules'
import type { Tx } from '@/platform/db'
import type { Candidate } from './deal-lines.rules'
import { type DueCall, judgeDueCalls, windowsAt } from './judge-due-calls'
import type { CallingAgent } from './pick-due-calls'
import { nothingPicked, type PickedCalls } from './picked-calls'

/** How many due tests are looked at. There are few, and the next look sees the others. */
const TESTS_LOOKED_AT_MAX = 500

type FoundTest = Candidate & DueCall

/**
 * Picks the due calls of simulated tests, and no others, for the free lines of an agent whose dialer account calls nobody at
 * the moment: the simulated dialer needs no account. The rest stays due, and is not looked at: of an agent that waits for its
 * account that may be a million. Tests get their lines by priority and then by age, and not from share to share.
 *
 * Nothing is written.
 *
 * @param callsMax how many lines it gives at most
 */
export async function pickSimulatedCalls(
  tx: Tx,
  agent: CallingAgent,
  nowMs: number,
  callsMax: number,
): Promise<PickedCalls> {
  const picked = nothingPicked()
  const found = await findDueTests(tx, agent)
  if (found.length === 0) return picked
  const lines = agent.lines - (await countTaken(tx, agent.id))
  const takenChains = new Set<string>()
  const closedUntil = windowsAt(agent.callWindows, nowMs)
  for (const { call, judged } of await judgeDueCalls(tx, agent.policies, found, { nowMs, closedUntil })) {
    const { id, chainId } = call
    if (judged.kind === 'never') picked.refused.push({ id, decision: judged.decision })
    if (judged.kind === 'not yet') picked.postponed.push(judged.postponed)
    if (judged.kind !== 'call' || picked.sequenceIds.length >= lines) continue
    if (chainId !== null && takenChains.has(chainId)) continue
    if (picked.sequenceIds.length >= callsMax) {
      picked.isPaced = true
      continue
    }
    picked.sequenceIds.push(id)
    if (chainId !== null) takenChains.add(chainId)
  }
  // What was moved or refused has made room for tests that were not looked at.
  picked.isCut = found.length === TESTS_LOOKED_AT_MAX && picked.postponed.length + picked.refused.length > 0
  return picked
}

function findDueTests(tx: Tx, { id: agentId, organizationId }: CallingAgent): Promise<FoundTest[]> {
  return tx.rows<FoundTest>`
    SELECT due.id, due.chain_id AS "chainId", contact.timezone, bypasses_windows(batch.options) AS "bypassWindows",
      due.promised_at AS "promisedAt", due.promise_moved AS "promiseMoved"
    FROM batches batch
    JOIN sequences due ON due.batch_id = batch.id
    JOIN contacts contact ON contact.id = due.id
    WHERE batch.organization_id = ${organizationId} AND batch.test AND batch.simulated AND batch.agent_id = ${agentId}::uuid
      AND batch_is_open(batch.status)
      AND due.step_type = 'CALL' AND due.due_at <= now() AND NOT due.held AND due.credit_state <> 'released'
      AND NOT EXISTS (
        SELECT FROM calls WHERE agent_id = ${agentId}::uuid AND call_is_under_way(status)
          AND (calls.sequence_id = due.id OR calls.chain_id = due.chain_id))
    ORDER BY array_position(${[...LINE_ORDER]}::text[], due.priority), due.due_at, due.id
    LIMIT ${TESTS_LOOKED_AT_MAX}`
}

async function countTaken(tx: Tx, agentId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>`
    SELECT count(*)::int AS count FROM calls WHERE agent_id = ${agentId}::uuid AND call_is_under_way(status)`
  return row?.count ?? 0
}
