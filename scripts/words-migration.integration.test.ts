import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applyMigrations, migrationsDir } from './migrations'

const MIGRATION = '20261129080000_words_of_the_domain'

const databaseUrl = process.env.DATABASE_URL ?? ''
const client = new pg.Client({ connectionString: databaseUrl })
let folder: string

beforeAll(async () => {
  await client.connect()
  folder = await mkdtemp(join(tmpdir(), 'rollcall-words-'))
})
afterAll(async () => {
  await client.end()
  await rm(folder, { recursive: true })
})

async function migrate(isWanted: (name: string) => boolean): Promise<void> {
  const names = (await readdir(migrationsDir)).filter((name) => /^\d/.test(name) && isWanted(name))
  for (const name of names) await cp(join(migrationsDir, name), join(folder, name), { recursive: true })
  await applyMigrations(databaseUrl, folder)
}

it('a batch that was there keeps what it kept of its agent, value by value', async () => {
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await migrate((name) => name < MIGRATION)
  const snapshots = [
    {
      steps: [
        { stepType: 'CALL', delaySeconds: 0 },
        { stepType: 'EMAIL', delaySeconds: 3_600, subject: 'We tried', body: 'Hello {{name}}.' },
      ],
      outcomes: [{ name: 'interested', description: 'Wants to hear more.', successful: true }],
      creditsPerContact: 7,
      chainAdvance: 'sequence',
    },
    { steps: [{ stepType: 'CALL', delaySeconds: 0 }], outcomes: [], creditsPerContact: 0, chainAdvance: 'call' },
  ]
  const agent = '00000000-0000-0000-0000-000000000001'
  await client.query(`INSERT INTO organizations (id, name, slug) VALUES ('acme', 'Acme', 'acme')`)
  await client.query(
    `INSERT INTO agents (id, organization_id, name, dialer_secret, timezones) VALUES ($1, 'acme', 'Caller', 's', '{UTC}')`,
    [agent],
  )
  for (const snapshot of snapshots) {
    await client.query(
      `INSERT INTO batches (id, organization_id, agent_id, source, created_by, total, accepted, rejected, options,
        credit_month, agent_snapshot)
       VALUES (gen_random_uuid(), 'acme', $1, 'api', 'First key', 1, 1, 0, '{}', '2026-11-01', $2)`,
      [agent, JSON.stringify(snapshot)],
    )
  }

  await migrate((name) => name === MIGRATION)
  const { rows } = await client.query(`
    SELECT steps, outcomes, credits_per_contact AS "creditsPerContact", chain_advance AS "chainAdvance" FROM batches
    ORDER BY credits_per_contact DESC`)
  expect(rows).toEqual(snapshots)
})
