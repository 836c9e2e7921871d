import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import type { Tx } from '@/platform/db'
import { type ChainMember, nextChainMove } from './chain-turn.rules'

type OpenMember = ChainMember & { chainId: string }

type Waiting = {
  id: string
  timezone: string
  scheduledAt: Date
  bypassWindows: boolean
  callWindows: CallWindows
  stepType: string
  delaySeconds: number
}

/**
 * Makes the next move of each of these chains (`nextChainMove`), under the locks of `lockWork`: the next contact is
 * scheduled for the first allowed moment from its own moment on, or the chain is closed. A closed chain stays as it is.
 * So does a chain whose batch has no sequences yet, because the turn belongs to that batch's first contact.
 */
export async function tendChains(tx: Tx, chainIds: readonly string[], nowMs: number): Promise<void> {
  if (chainIds.length === 0) return
  const open = await tx.rows<{ id: string }>`
    SELECT id FROM chains
    WHERE id = ANY(${chainIds}::uuid[]) AND closed_at IS NULL AND NOT EXISTS (
      SELECT 1 FROM batches
      WHERE batches.id = chains.batch_id AND batch_awaits_sequences(batches.status)
        AND NOT EXISTS (SELECT 1 FROM sequences WHERE sequences.batch_id = batches.id))`
  const members = await tx.rows<OpenMember>`
    SELECT id, chain_id AS "chainId", coalesce(chain_position, 0) AS position, status, advanced_at IS NOT NULL AS "gaveUpTurn"
    FROM sequences
    WHERE chain_id = ANY(${open.map(({ id }) => id)}::uuid[]) AND sequence_is_open(status)`
  const byChain = new Map<string, OpenMember[]>(open.map(({ id }) => [id, []]))
  for (const member of members) byChain.get(member.chainId)?.push(member)
  const [activate, close]: [string[], string[]] = [[], []]
  for (const [id, chainMembers] of byChain) {
    const move = nextChainMove(chainMembers)
    if (move.kind === 'activate') activate.push(move.id)
    if (move.kind === 'close') close.push(id)
  }
  if (close.length > 0) await tx.execute`UPDATE chains SET closed_at = now() WHERE id = ANY(${close}::uuid[])`
  if (activate.length > 0) await activateSequences(tx, activate, nowMs)
}

async function activateSequences(tx: Tx, sequenceIds: readonly string[], nowMs: number): Promise<void> {
  const waiting = await tx.rows<Waiting>`
    SELECT sequence.id, contact.timezone, contact.scheduled_at AS "scheduledAt", sequence.step_type AS "stepType",
      bypasses_windows(batch.options) AS "bypassWindows",
      first_step_delay_seconds(batch.steps) AS "delaySeconds",
      agent.call_windows AS "callWindows"
    FROM sequences sequence
    JOIN contacts contact ON contact.id = sequence.id
    JOIN batches batch ON batch.id = sequence.batch_id
    JOIN agents agent ON agent.id = sequence.agent_id
    WHERE sequence.id = ANY(${sequenceIds}::uuid[])
    ORDER BY sequence.id FOR NO KEY UPDATE OF sequence`
  const due = waiting.map((row) => ({ id: row.id, at: new Date(firstMoment(row, nowMs)).toISOString() }))
  await tx.execute`
    UPDATE sequences SET status = 'scheduled', due_at = due.at, updated_at = now()
    FROM json_to_recordset(${JSON.stringify(due)}::json) AS due(id uuid, at timestamptz)
    WHERE sequences.id = due.id AND sequences.status = 'waiting'`
}

/**
 * Returns the first allowed moment after the contact's own moment and the delay of the first step. The moment of an
 * agent without any window is not moved; `dispatchCalls` postpones such a call.
 */
function firstMoment(row: Waiting, nowMs: number): number {
  const fromMs = Math.max(nowMs + row.delaySeconds * 1_000, row.scheduledAt.getTime())
  if (row.bypassWindows || row.stepType !== 'CALL') return fromMs
  return nextAllowedMoment(row.callWindows, row.timezone, fromMs) ?? fromMs
}

/**
 * Closes chains after a success each, and lists their other sequences that have not ended. `endSequences` then ends
 * them, as `skipped` if they were never called, else as `cancelled`.
 *
 * @param successes the chains, with the sequence that was the success
 * @returns the sequences to end
 */
export async function closeChains(
  tx: Tx,
  successes: readonly { chainId: string; sequenceId: string }[],
): Promise<string[]> {
  const chainIds = successes.map(({ chainId }) => chainId)
  const succeeded = successes.map(({ sequenceId }) => sequenceId)
  await tx.execute`UPDATE chains SET closed_at = now() WHERE id = ANY(${chainIds}::uuid[]) AND closed_at IS NULL`
  const rows = await tx.rows<{ id: string }>`
    SELECT id FROM sequences
    WHERE chain_id = ANY(${chainIds}::uuid[]) AND id <> ALL(${succeeded}::uuid[]) AND sequence_is_open(status)`
  return rows.map(({ id }) => id)
}
