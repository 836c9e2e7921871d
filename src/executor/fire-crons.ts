import { internalEvent } from './accept-events'
import { nextCronTime } from './cron-schedule'
import type { Database } from './database'
import type { FunctionRegistry } from './function-registry'
import { newRun } from './start-runs'
import { storeEvents } from './store-events'

/**
 * Starts the runs of crons that are due. Of the times that were missed while no executor was up, only the earliest is
 * made up for; after it comes the first time from now on. The planned time is the idempotency key, so that several
 * executors or a restart never fire it twice (protocol §9.2).
 *
 * @returns how many were due
 */
export async function fireCrons(database: Database, registry: FunctionRegistry, nowMs: number): Promise<number> {
  return database.transaction(async (client) => {
    const { rows: due } = await client.query<{ functionId: string; expression: string; plannedAt: Date }>({
      name: 'due-crons',
      text: `
        SELECT cron.function_id AS "functionId", cron.expression, cron.next_at AS "plannedAt" FROM executor.crons cron
        JOIN executor.functions function ON function.id = cron.function_id AND function.active
        WHERE cron.next_at <= $1 ORDER BY cron.function_id, cron.expression FOR UPDATE OF cron SKIP LOCKED`,
      values: [new Date(nowMs)],
    })
    for (const { functionId, expression, plannedAt } of due) {
      const config = registry.find(functionId)
      // Registered a moment ago by another executor: this one will know it at its next look.
      if (!config) continue
      const planned = plannedAt.toISOString().replace('.000Z', 'Z')
      const data = { cron: expression, scheduledAt: planned, fireAt: planned }
      const event = internalEvent('inngest/scheduled.timer', planned, data, nowMs)
      await storeEvents(client, [event], [newRun(config, event, `${expression} ${planned}`, nowMs)], registry.pace)
      const nextMs = nextCronTime(expression, nowMs)
      if (nextMs === null) {
        await client.query('DELETE FROM executor.crons WHERE function_id = $1 AND expression = $2', [
          functionId,
          expression,
        ])
      } else {
        await client.query('UPDATE executor.crons SET next_at = $3 WHERE function_id = $1 AND expression = $2', [
          functionId,
          expression,
          new Date(nextMs),
        ])
      }
    }
    return due.length
  })
}
