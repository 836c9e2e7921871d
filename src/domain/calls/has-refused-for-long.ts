import { firstIdAt } from '@/domain/ids'
import { nowMs } from '@/platform/clock'
import type { Tx } from '@/platform/db'

/** After so long without any call of the agent it is not waited any longer. */
const LONG_MS = 5 * 60_000

/** What was refused before is forgotten: a list may have waited for its call windows meanwhile. */
const LOOKED_BACK_MS = 2 * LONG_MS

/**
 * Tells whether the agent of a call was refused for this reason for minutes, while its account made no call at all, by any
 * agent. An account that has a call under way can call: the agent lacks room, or is missing alone.
 */
export async function hasRefusedForLong(tx: Tx, callId: string, reason: string): Promise<boolean> {
  const now = nowMs()
  const [account] = await tx.rows<{ refusedSince: Date | null; hasCalled: boolean | null }>`
    SELECT min(call.requested_at) FILTER (WHERE call.agent_id = one.agent_id AND call.put_back_reason = ${reason}) AS "refusedSince",
      bool_or(call.placed_at IS NOT NULL) OR EXISTS (
        SELECT FROM calls under_way WHERE under_way.dialer_account_id = one.dialer_account_id
          AND under_way.fetch_at IS NOT NULL AND under_way.status = 'placed') AS "hasCalled"
    FROM calls one JOIN agents agent ON agent.dialer_account_id = one.dialer_account_id
      JOIN calls call ON call.agent_id = agent.id AND call.id >= ${firstIdAt(now - LOOKED_BACK_MS)}::uuid
        AND call.dialer_account_id = one.dialer_account_id
    WHERE one.id = ${callId}::uuid
    GROUP BY one.id`
  const since = account?.refusedSince?.getTime() ?? now
  return now - since >= LONG_MS && account?.hasCalled === false
}
