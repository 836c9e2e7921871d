import type { Suppression } from '@/domain/contact-safety/contact-facts.rules'

/**
 * Returns the entry that keeps an agent from calling somebody at a moment, the oldest of several; undefined when none
 * does. That an entry has begun is not asked: none begins later than it is written, and by a clock that is behind that of
 * the database a new one would not hold yet.
 *
 * @param agentId UUID; null asks for any agent
 */
export function suppressionInForce(
  suppressions: readonly Suppression[],
  agentId: string | null,
  nowMs: number,
): Suppression | undefined {
  return suppressions.find(
    ({ untilMs, agentIds }) => (untilMs === null || nowMs < untilMs) && concerns(agentIds, agentId),
  )
}

function concerns(agentIds: readonly string[] | null, agentId: string | null): boolean {
  if (agentIds === null) return true
  return agentId === null ? agentIds.length > 0 : agentIds.includes(agentId)
}
