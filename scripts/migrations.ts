import { createHash, randomUUID } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

/** The folder of the migrations. Each has a folder with its migration.sql, and the names are their order. */
export const migrationsDir = join(dirname(dirname(fileURLToPath(import.meta.url))), 'prisma', 'migrations')

/** The lock of Prisma's own engine: `prisma migrate deploy` and versions of Rollcall that ran that engine wait for it too. */
const LOCK_KEY = 72_707_369

/** Prisma's own table, column by column: `prisma migrate deploy` goes on where this left off, and the other way round. */
const BOOKKEEPING_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum VARCHAR(64) NOT NULL,
    finished_at TIMESTAMPTZ,
    migration_name VARCHAR(255) NOT NULL,
    logs TEXT,
    rolled_back_at TIMESTAMPTZ,
    started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`

type Migration = { name: string; sql: string; checksum: string }

/** The names of the migrations that were applied now, and of those in the database that the files know nothing of. */
export type MigrateResult = { applied: string[]; unknown: string[] }

/**
 * Applies the migrations that the database has not seen, in order, each in a transaction with its entry. Several
 * processes may call it at once: one works, the others wait and find nothing to do.
 *
 * @param folder of the migrations
 * @throws Error when a migration fails, with Postgres's reason and the line; the migrations before it stay applied, and
 * it has left no trace. Also when the file of an applied migration has changed; then nothing is applied
 */
export async function applyMigrations(databaseUrl: string, folder = migrationsDir): Promise<MigrateResult> {
  const migrations = await readMigrations(folder)
  const client = new pg.Client({ connectionString: databaseUrl })
  // Without a listener, a server that goes away would end the process; the work under way fails by itself.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
    await client.query(BOOKKEEPING_TABLE)
    // Prisma notes the start of a migration ahead of it. One that never finished was one transaction, and is undone.
    await client.query(
      'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL AND rolled_back_at IS NULL',
    )
    const { rows } = await client.query<{ migration_name: string; checksum: string }>(
      'SELECT migration_name, checksum FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at',
    )
    const checksums = new Map(rows.map((row) => [row.migration_name, row.checksum]))
    const changed = migrations.filter(({ name, checksum }) => (checksums.get(name) ?? checksum) !== checksum)
    if (changed.length > 0) throw new Error(describeChanged(changed))

    const missing = migrations.filter(({ name }) => !checksums.has(name))
    for (const migration of missing) await apply(client, migration)
    const known = new Set(migrations.map(({ name }) => name))
    return {
      applied: missing.map(({ name }) => name),
      unknown: [...checksums.keys()].filter((name) => !known.has(name)),
    }
  } finally {
    await client.end()
  }
}

/**
 * Tells the operator about migrations that only a newer version has. This version usually works with them, but may not.
 */
export function describeUnknown(names: readonly string[]): string {
  return `The database was migrated by a newer version of Rollcall (${names.join(', ')}). Run that version, or go on if you went back on purpose.`
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.sort().map(async (name) => {
      const sql = await readFile(join(folder, name, 'migration.sql'), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  const startedAt = new Date()
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
       VALUES ($1, $2, clock_timestamp(), $3, $4, 1)`,
      [randomUUID(), checksum, name, startedAt],
    )
    await client.query('COMMIT')
  } catch (error) {
    // Fails only with the connection, and Postgres rolls back by itself then.
    await client.query('ROLLBACK').catch(() => {})
    throw new Error(describeFailure(name, sql, error), { cause: error })
  }
}

function describeFailure(name: string, sql: string, error: unknown): string {
  const { message, position } = error as Partial<pg.DatabaseError>
  const line = position ? `, line ${sql.slice(0, Number(position)).split('\n').length}` : ''
  return `${name}${line}: ${message || String(error)}. Nothing of this migration is left in the database.`
}

function describeChanged(changed: readonly Migration[]): string {
  const names = changed.map(({ name }) => name).join(', ')
  return `The file of a migration has changed since it was applied to this database: ${names}. Put it back as it was (git log -p -- prisma/migrations), and write the change as a migration of its own (npm run migrate:new).`
}
