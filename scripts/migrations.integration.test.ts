import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { applyMigrations, describeUnknown, migrationsDir } from './migrations'
import { diffSchemas, schemaDir } from './schema-diff'

const databaseUrl = process.env.DATABASE_URL ?? ''
const client = new pg.Client({ connectionString: databaseUrl })

beforeAll(() => client.connect())
afterAll(() => client.end())

async function emptyDatabase(): Promise<void> {
  await client.query('DROP SCHEMA public CASCADE')
  await client.query('CREATE SCHEMA public')
}

async function readEntries() {
  const { rows } = await client.query(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
  )
  return rows
}

it('the migrations are applied once', async () => {
  expect(await applyMigrations(databaseUrl)).toEqual({ applied: [], unknown: [] })
})

describe('the migrations lead to prisma/schema exactly', () => {
  // What SQL alone can say is not in prisma/schema: CHECK, indexes of a part of the rows or of an expression, UNLOGGED,
  // NOT NULL of a list.
  const inventories = {
    columns: `
      SELECT concat_ws(' ', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
        CASE WHEN a.attnotnull AND a.attndims = 0 THEN 'NOT NULL' END,
        replace(pg_get_expr(d.adbin, d.adrelid), 'CURRENT_TIMESTAMP', 'now()')) AS item
      FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
      LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
      WHERE c.relkind = 'r' AND c.relname <> '_prisma_migrations' AND c.relnamespace = $1::regnamespace`,
    constraints: `
      SELECT concat_ws(' ', c.relname, k.conname, pg_get_constraintdef(k.oid)) AS item
      FROM pg_class c
      JOIN pg_constraint k ON k.conrelid = c.oid AND k.contype IN ('p', 'f', 'u')
      WHERE c.relname <> '_prisma_migrations' AND c.relnamespace = $1::regnamespace`,
    indexes: `
      SELECT replace(pg_get_indexdef(i.indexrelid), $1 || '.', '') AS item
      FROM pg_class c
      JOIN pg_index i ON i.indrelid = c.oid AND i.indpred IS NULL AND i.indexprs IS NULL
      WHERE c.relname <> '_prisma_migrations' AND c.relnamespace = $1::regnamespace`,
  }

  beforeAll(async () => {
    await client.query('CREATE SCHEMA wanted')
    await client.query('SET search_path = wanted')
    await client.query((await diffSchemas(null, schemaDir)) ?? '')
  })

  const takeInventory = async (schema: string, query: string) => {
    await client.query(`SET search_path = ${schema}`)
    const { rows } = await client.query<{ item: string }>(query, [schema])
    return rows.map(({ item }) => item).sort()
  }

  it.each(Object.entries(inventories))('%s', async (_, query) => {
    expect(await takeInventory('public', query)).toEqual(await takeInventory('wanted', query))
  })
})

it('no list is null, as Prisma says of every one', async () => {
  const { rows } = await client.query(`
    SELECT attrelid::regclass::text || '.' || attname AS nullable FROM pg_attribute
    WHERE attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace)
      AND attnum > 0 AND NOT attisdropped AND attndims > 0 AND NOT attnotnull`)
  expect(rows).toEqual([])
})

describe('a database that is behind', () => {
  let folder: string

  beforeEach(async () => {
    await client.query('SET search_path = public')
    await emptyDatabase()
    folder = await mkdtemp(join(tmpdir(), 'rollcall-migrations-'))
    return () => rm(folder, { recursive: true })
  })

  async function write(name: string, sql: string): Promise<void> {
    await mkdir(join(folder, name), { recursive: true })
    await writeFile(join(folder, name, 'migration.sql'), sql)
  }

  it('is migrated once by processes that start together', async () => {
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations(databaseUrl)))
    const entries = await readEntries()
    expect(results.flatMap(({ applied }) => applied)).toEqual(entries.map((row) => row.migration_name))
    expect(entries.every((row) => row.finished_at !== null)).toBe(true)
  })

  it('keeps nothing of a migration that fails, and is told the line; what went before stays', async () => {
    await write('1_good', 'CREATE TABLE good (id integer);')
    await write('2_bad', 'CREATE TABLE half (id integer);\nINSERT INTO half VALUES (1);\nSELECT nonsense FROM half;\n')
    await expect(applyMigrations(databaseUrl, folder)).rejects.toThrow(
      '2_bad, line 3: column "nonsense" does not exist. Nothing of this migration is left in the database.',
    )
    const { rows } = await client.query(`SELECT to_regclass('good') AS good, to_regclass('half') AS half`)
    expect(rows).toEqual([{ good: 'good', half: null }])
    expect((await readEntries()).map((row) => row.migration_name)).toEqual(['1_good'])

    await write('2_bad', 'CREATE TABLE half (id integer);')
    expect(await applyMigrations(databaseUrl, folder)).toEqual({ applied: ['2_bad'], unknown: [] })
  })

  it('refuses a migration whose file has changed, and does nothing else', async () => {
    await write('1_first', 'CREATE TABLE first (id integer);')
    await applyMigrations(databaseUrl, folder)
    await write('1_first', 'CREATE TABLE first (id bigint);')
    await write('2_second', 'CREATE TABLE second (id integer);')
    await expect(applyMigrations(databaseUrl, folder)).rejects.toThrow(/1_first\. Put it back as it was .*migrate:new/)
    const { rows } = await client.query(`SELECT to_regclass('second') AS second`)
    expect(rows).toEqual([{ second: null }])
  })

  it('names what a newer version has applied', async () => {
    await write('1_first', 'SELECT 1')
    await write('2_newer', 'SELECT 1')
    await applyMigrations(databaseUrl, folder)
    await rm(join(folder, '2_newer'), { recursive: true })
    const result = await applyMigrations(databaseUrl, folder)
    expect(result).toEqual({ applied: [], unknown: ['2_newer'] })
    expect(describeUnknown(result.unknown)).toContain('newer version of Rollcall (2_newer)')
  })

  it('waits for an engine of Prisma that is at work', async () => {
    await client.query('SELECT pg_advisory_lock(72707369)')
    let done = false
    const migrating = applyMigrations(databaseUrl, folder).then(() => {
      done = true
    })
    const waiting = `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND objid = 72707369`
    await expect.poll(async () => (await client.query(waiting)).rowCount).toBe(1)
    expect(done).toBe(false)
    await client.query('SELECT pg_advisory_unlock(72707369)')
    await migrating
  })
})

describe("a database that Prisma's engine has migrated", () => {
  // As Rollcall 0.1 left it: the engine's own table, and the checksums that it computed.
  const writtenByPrisma: Record<string, string> = {
    '20261123000000_init': '53a7c01c8c4af8791980e727276b6c8dc58a77f701dc1f18d90f26ab4d1a833a',
    '20261123120000_calls_and_webhooks': '7d03eca3b018c20104dec4a091a9aef6c163153664a66408d7fb031b619301c8',
    '20261123205511_column_mappings': 'fd7ccbc02d0f96c0ff82fb9604866dd3c7097ed7fd46689ea788e40e918291c6',
    '20261123211000_imports': 'f272f62377f6741789f715daf8ce09a3f55a1c5b61c5bcfae8fb802b1c315665',
    '20261129030000_premium_numbers': '80aeaba319794c4326d67df2f922104d890210bd5840c54ec0caeec443aa6edc',
    '20261129032000_phone_number_written': '28aad2c7848f20e977a76530ea27841e45c554806b242763fc4501ac1d98a8e0',
    '20261129033000_health_check': '0c29eeb4824688dc7b1f2b1c29109b110db00251133b2097d598f79cfde47e09',
    '20261129034500_webhook_recovery': '79660a3c63a8b4b689fbd09c1aeb4afcea1acf16058bb1b4cb73f3dab5f15948',
    '20261129040000_request_ids': '17eaa9b7c9e53afeb89a0be994fb016a7529229a1fd7ecd2c1b61cdcf5e76bd9',
    '20261129040000_trimmed_variables': 'cc4c782842a1369b4ce814cae70a323072869d1d02d8d132e1ac50990ed5f97a',
    '20261129040500_attempts_and_audit_log': '05abba8a4a910f1afc377a03d99a540474eacccd52ae4ae6cec126bf9dac70c9',
    '20261129041000_batch_reasons': '3e5560cdd437a95ee5acef31f00aafbf46eebfbdf2c832769c991cbb9213615b',
    '20261129050000_contact_numbers': '1750e442ab402ebcf88237c02ffecb54c46b5e844d26281bd3b8f48b8a19b89d',
  }

  beforeAll(async () => {
    await client.query('SET search_path = public')
    await emptyDatabase()
    await client.query(`
      CREATE TABLE _prisma_migrations (
        id VARCHAR(36) PRIMARY KEY NOT NULL, checksum VARCHAR(64) NOT NULL, finished_at TIMESTAMPTZ,
        migration_name VARCHAR(255) NOT NULL, logs TEXT, rolled_back_at TIMESTAMPTZ,
        started_at TIMESTAMPTZ NOT NULL DEFAULT now(), applied_steps_count INTEGER NOT NULL DEFAULT 0)`)
    for (const [name, checksum] of Object.entries(writtenByPrisma)) {
      await client.query(await readFile(join(migrationsDir, name, 'migration.sql'), 'utf8'))
      await client.query(
        `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, started_at, applied_steps_count)
         VALUES (gen_random_uuid()::text, $1, now(), $2, now(), 1)`,
        [checksum, name],
      )
    }
    // The engine notes a start; the process was killed, and Postgres rolled back.
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('interrupted', 'any', '99999999999999_later')`,
    )
  })

  it('gets what it lacks, and nothing twice', async () => {
    const all = (await readdir(migrationsDir)).filter((name) => /^\d/.test(name)).sort()
    const { applied, unknown } = await applyMigrations(databaseUrl)
    expect({ applied, unknown }).toEqual({ applied: all.filter((name) => !(name in writtenByPrisma)), unknown: [] })
    const entries = await readEntries()
    expect(entries.filter((row) => row.finished_at && !row.rolled_back_at).map((row) => row.migration_name)).toEqual(
      expect.arrayContaining(all),
    )
    expect(entries.find((row) => row.migration_name.endsWith('_later'))?.rolled_back_at).not.toBeNull()
  })

  it('is left in a form in which Prisma finds every column it looks for', async () => {
    await emptyDatabase()
    await applyMigrations(databaseUrl)
    const { rows } = await client.query(
      'SELECT id, checksum, logs, rolled_back_at, applied_steps_count, finished_at >= started_at AS "inOrder" FROM _prisma_migrations WHERE migration_name = $1',
      ['20261123000000_init'],
    )
    expect(rows).toEqual([
      {
        id: expect.stringMatching(/^[0-9a-f-]{36}$/),
        checksum: writtenByPrisma['20261123000000_init'],
        logs: null,
        rolled_back_at: null,
        applied_steps_count: 1,
        inOrder: true,
      },
    ])
  })
})
