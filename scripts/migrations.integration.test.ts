import pg from 'pg'
import { expect, it } from 'vitest'
import { applyMigrations, diffMigrations } from './migrations'

const databaseUrl = process.env.DATABASE_URL ?? ''

it('lead to prisma/schema exactly', async () => {
  expect(await diffMigrations(databaseUrl)).toBeNull()
})

it('are applied once', async () => {
  expect(await applyMigrations(databaseUrl)).toEqual([])
})

it('are applied once by processes that start together', async () => {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query('DROP SCHEMA public CASCADE')
  await client.query('CREATE SCHEMA public')
  const applied = await Promise.all([applyMigrations(databaseUrl), applyMigrations(databaseUrl)])
  const { rows } = await client.query('SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL')
  await client.end()
  expect(applied.flat().sort()).toEqual(rows.map((row) => row.migration_name).sort())
})
