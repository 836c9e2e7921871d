import { decidePace, type Pace } from '@/domain/cadence/decide-pace.rules'
import { firstIdAt } from '@/domain/ids'
import type { Tx } from '@/platform/db'

const SECOND_MS = 1_000

/** A line of another agent may be free by then: whose call ends does not tell those who wait for the account. */
const LINES_LOOK_AGAIN_MS = 2_000

type PacedAgent = { accountId: string; accountLines: number | null; accountCallsPerSecond: number | null }

/**
 * Says how many calls an agent may request now by the limits that it shares with the others on its dialer account. Those who
 * look at one account wait for each other until their transactions end, so that they never take more together. Nothing is
 * looked up of an account without limits.
 */
export async function readAccountPace(tx: Tx, agent: PacedAgent, nowMs: number): Promise<Pace> {
  const { accountId, accountLines, accountCallsPerSecond } = agent
  if (accountLines === null && accountCallsPerSecond === null) return { calls: null, lookAgainMs: null }
  await tx.execute`SELECT FROM dialer_accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
  const free = accountLines === null ? Number.POSITIVE_INFINITY : accountLines - (await countUnderWay(tx, accountId))
  const pace = await readSecond(tx, agent, nowMs)
  if (free >= (pace.calls ?? Number.POSITIVE_INFINITY)) return pace
  return { calls: Math.max(0, free), lookAgainMs: nowMs + LINES_LOOK_AGAIN_MS }
}

async function countUnderWay(tx: Tx, accountId: string): Promise<number> {
  const [row] = await tx.rows<{ count: number }>`
    SELECT count(*)::int AS count FROM calls
    WHERE agent_id IN (SELECT id FROM agents WHERE dialer_account_id = ${accountId}::uuid) AND call_is_under_way(status)`
  return row?.count ?? 0
}

async function readSecond(tx: Tx, { accountId, accountCallsPerSecond }: PacedAgent, nowMs: number): Promise<Pace> {
  if (accountCallsPerSecond === null) return { calls: null, lookAgainMs: null }
  const calls = await tx.rows<{ ms: number }>`
    SELECT extract(epoch FROM requested_at)::float8 * 1000 AS ms FROM calls
    WHERE id >= ${firstIdAt(nowMs - SECOND_MS)}::uuid
      AND agent_id IN (SELECT id FROM agents WHERE dialer_account_id = ${accountId}::uuid)`
  return decidePace(
    {
      ...{ perMinuteMax: null, accountPerSecondMax: accountCallsPerSecond, placedMs: [], ramp: null },
      accountPlacedMs: calls.map(({ ms }) => ms),
    },
    nowMs,
  )
}
