import type { Database } from './database'
import { MIGRATIONS } from './migrations'

/** Any number; all executors on one database must agree on it. */
const MIGRATION_LOCK = 6_047_313_952

/** Brings the schema `executor` up to date. Several executors may start at once: one does it, the others wait. */
export async function migrate(database: Database): Promise<void> {
  await database.transaction(async (client) => {
    await client.query('SELECT pg_advisory_xact_lock($1)', [MIGRATION_LOCK])
    await client.query('CREATE SCHEMA IF NOT EXISTS executor')
    await client.query(
      'CREATE TABLE IF NOT EXISTS executor.migrations (id integer PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    )
    const { rows } = await client.query<{ id: number }>('SELECT id FROM executor.migrations')
    const applied = new Set(rows.map((row) => row.id))
    for (const { id, sql } of MIGRATIONS) {
      if (applied.has(id)) continue
      await client.query(sql)
      await client.query('INSERT INTO executor.migrations (id) VALUES ($1)', [id])
    }
  })
}
