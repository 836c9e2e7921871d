import type { Tx } from '@/platform/db'

/**
 * Holds agents against changes, until the transaction ends, while it is written which of their calls and mails go out. Any
 * number may hold an agent so at once. Whoever reads the agents in a later statement sees each change that came before, and
 * one that comes now waits (`stopPlacing`).
 *
 * Not by a lock of the rows: whoever wants to change a row waits for those who share it now, and for all who come to share
 * it meanwhile, so with many calls a pause might never have its turn. Advisory locks are given in the order in which they
 * were asked for. They are taken in one order, so that two who share several agents do not wait for each other.
 *
 * Taken before any other lock of what goes out.
 */
export async function sharePlacing(tx: Tx, agentIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (
      SELECT DISTINCT placing_key(id) AS key FROM unnest(${agentIds}::uuid[]) AS agent(id) ORDER BY 1
    ) agent, pg_advisory_xact_lock_shared(agent.key)`
}

/** Waits for all who hold an agent by `sharePlacing`, and has those who come now wait until the transaction ends. */
export async function stopPlacing(tx: Tx, agentId: string): Promise<void> {
  await tx.execute`SELECT FROM pg_advisory_xact_lock(placing_key(${agentId}::uuid))`
}
