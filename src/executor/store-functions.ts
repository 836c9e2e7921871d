import { createHash } from 'node:crypto'
import { canonicalJson, type JsonValue } from './canonical-json'
import { nextCronTime } from './cron-schedule'
import type { Database } from './database'
import type { FunctionConfig } from './function-config'
import { FUNCTIONS_CHANNEL } from './presence'

/**
 * Makes a registration the current one, if it differs from the last. A function that is no longer listed starts no new
 * runs, while its runs go on; the planned times of crons that are still listed stay planned.
 *
 * @returns whether anything has changed
 */
export async function storeFunctions(
  database: Database,
  appId: string,
  functions: readonly FunctionConfig[],
  nowMs: number,
): Promise<boolean> {
  const checksum = createHash('sha256')
    .update(canonicalJson([appId, ...(functions as unknown as JsonValue[])]))
    .digest('hex')
  const known = await database.query('SELECT 1 FROM executor.app WHERE checksum = $1', [checksum])
  if (known.length > 0) return false
  return database.transaction(async (client) => {
    await client.query('LOCK TABLE executor.app IN EXCLUSIVE MODE')
    const stored = await client.query(
      `INSERT INTO executor.app (app_id, checksum) VALUES ($1, $2)
       ON CONFLICT (only_row) DO UPDATE SET app_id = $1, checksum = $2, synced_at = now()
       WHERE executor.app.checksum <> $2`,
      [appId, checksum],
    )
    if (stored.rowCount === 0) return false
    await client.query(
      `INSERT INTO executor.functions (id, config, active)
       SELECT id, config::json, true FROM unnest($1::text[], $2::text[]) AS listed (id, config)
       ON CONFLICT (id) DO UPDATE SET config = excluded.config, active = true`,
      [functions.map((config) => config.id), functions.map((config) => JSON.stringify(config))],
    )
    await client.query('UPDATE executor.functions SET active = false WHERE id <> ALL ($1::text[])', [
      functions.map((config) => config.id),
    ])
    const crons = functions.flatMap(({ id, crons: expressions }) =>
      expressions.flatMap((expression) => {
        const nextMs = nextCronTime(expression, nowMs)
        return nextMs === null ? [] : [{ id, expression, nextAt: new Date(nextMs) }]
      }),
    )
    const columns = [crons.map((cron) => cron.id), crons.map((cron) => cron.expression)]
    await client.query(
      `DELETE FROM executor.crons
       WHERE (function_id, expression) NOT IN (SELECT * FROM unnest($1::text[], $2::text[]))`,
      columns,
    )
    await client.query(
      `INSERT INTO executor.crons (function_id, expression, next_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[]) ON CONFLICT DO NOTHING`,
      [...columns, crons.map((cron) => cron.nextAt)],
    )
    await client.query(`NOTIFY ${FUNCTIONS_CHANNEL}`)
    return true
  })
}
