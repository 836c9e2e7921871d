import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Database } from './database'
import { fireCrons } from './fire-crons'
import type { FunctionConfig } from './function-config'
import { FunctionRegistry } from './function-registry'
import { migrate } from './migrate'
import { storeFunctions } from './store-functions'
import { createTestDatabase, type TestDatabase } from './testing/test-database'

/** Crons without waiting for them: the clock is an argument. */

const NOON = Date.parse('2030-05-01T12:00:30Z')
const MINUTE = 60_000

let testDatabase: TestDatabase
let database: Database
let registry: FunctionRegistry

const cronFunction = (crons: string[]): FunctionConfig => ({
  id: 'demo-tick',
  attemptsMax: 5,
  triggers: [],
  crons,
  concurrency: [],
  batch: null,
})

beforeAll(async () => {
  testDatabase = await createTestDatabase()
  database = new Database(testDatabase.url, pino({ level: 'silent' }))
  await Promise.all([migrate(database), migrate(database)])
  registry = new FunctionRegistry(database, 0)
})

afterAll(async () => {
  await database.close()
  await testDatabase.drop()
})

beforeEach(async () => {
  await testDatabase.query('TRUNCATE executor.app, executor.functions, executor.events, executor.runs CASCADE')
})

async function register(crons: string[], nowMs = NOON): Promise<boolean> {
  const changed = await storeFunctions(database, 'demo', [cronFunction(crons)], nowMs)
  await registry.load()
  return changed
}

async function fired(): Promise<string[]> {
  const rows = await testDatabase.query<{ body: string }>(
    'SELECT event.body FROM executor.runs run JOIN executor.events event ON event.id = run.event_id ORDER BY run.id',
  )
  return rows.map((row) => (JSON.parse(row.body) as { id: string }).id)
}

test('fires at the planned minute, not before, and once', async () => {
  await register(['* * * * *'])
  expect(await fireCrons(database, registry, NOON + 29_000)).toBe(0)
  expect(await fireCrons(database, registry, NOON + 31_000)).toBe(1)
  expect(await fireCrons(database, registry, NOON + 32_000)).toBe(0)
  expect(await fired()).toEqual(['2030-05-01T12:01:00Z'])
})

test('several executors at the same moment fire it once', async () => {
  await register(['* * * * *', 'TZ=Europe/Paris 1 14 * * *'])
  const results = await Promise.all(Array.from({ length: 5 }, () => fireCrons(database, registry, NOON + MINUTE)))
  expect(results.reduce((sum, count) => sum + count, 0)).toBe(2)
  // Both are planned for the same minute; they are two crons, and so two runs.
  expect(await fired()).toEqual(['2030-05-01T12:01:00Z', '2030-05-01T12:01:00Z'])
})

test('of the times that were missed, one is made good', async () => {
  await register(['*/5 * * * *'])
  expect(await fireCrons(database, registry, NOON + 60 * MINUTE)).toBe(1)
  expect(await fireCrons(database, registry, NOON + 60 * MINUTE)).toBe(0)
  expect(await fireCrons(database, registry, NOON + 65 * MINUTE)).toBe(1)
  expect(await fired()).toEqual(['2030-05-01T12:05:00Z', '2030-05-01T13:05:00Z'])
})

test('the same registration again changes nothing; a changed one keeps what is planned and drops what is gone', async () => {
  expect(await register(['* * * * *', '0 13 * * *'])).toBe(true)
  expect(await register(['* * * * *', '0 13 * * *'], NOON + MINUTE)).toBe(false)
  expect(await register(['* * * * *', '0 14 * * *'], NOON + MINUTE)).toBe(true)
  const rows = await testDatabase.query<{ expression: string; next_at: Date }>(
    'SELECT expression, next_at FROM executor.crons ORDER BY expression',
  )
  expect(rows.map((row) => [row.expression, row.next_at.toISOString()])).toEqual([
    ['* * * * *', '2030-05-01T12:01:00.000Z'],
    ['0 14 * * *', '2030-05-01T14:00:00.000Z'],
  ])
})

test('a function that is no longer listed fires nothing', async () => {
  await register(['* * * * *'])
  await storeFunctions(database, 'demo', [], NOON)
  expect(await fireCrons(database, registry, NOON + MINUTE)).toBe(0)
})
