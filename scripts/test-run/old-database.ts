import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'
import { applyMigrations, migrationsDir } from '../migrations'

/** A database as a version of before has it. */
export type OldDatabase = {
  client: pg.Client
  /** Empties the database and applies what came before the migration. */
  migrateUntil: (migration: string) => Promise<void>
  /** Applies the migration, and what the tests before have applied. */
  migrateTo: (migration: string) => Promise<void>
}

/** Gives a test file of a migration the database of the file, as it was before it. */
export function setUpOldDatabase(): OldDatabase {
  const databaseUrl = process.env.DATABASE_URL ?? ''
  const client = new pg.Client({ connectionString: databaseUrl })
  let folder: string
  beforeAll(async () => {
    await client.connect()
    folder = await mkdtemp(join(tmpdir(), 'rollcall-migrations-'))
  })
  afterAll(async () => {
    await client.end()
    await rm(folder, { recursive: true })
  })
  const migrate = async (isWanted: (name: string) => boolean) => {
    const names = (await readdir(migrationsDir)).filter((name) => /^\d/.test(name) && isWanted(name))
    for (const name of names) await cp(join(migrationsDir, name), join(folder, name), { recursive: true })
    await applyMigrations(databaseUrl, folder)
  }
  return {
    client,
    migrateUntil: async (migration) => {
      await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
      await migrate((name) => name < migration)
    },
    migrateTo: (migration) => migrate((name) => name <= migration),
  }
}
