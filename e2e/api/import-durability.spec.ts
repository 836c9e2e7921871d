import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import { laterContact } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { startTestApp, type TestApp } from '../../scripts/test-run/test-app'
import { TrpcClient } from './trpc-client'

// An installation of its own, started by the real launcher, since its app is killed in the middle of `run-import`. What
// must not happen is that a row of the file is lost, or scheduled twice.

const root = fileURLToPath(new URL('../../', import.meta.url))
const BATCHES = 20
const CONTACTS = 100
const FAULTY = 7
const RECOVERY_MS = 240_000

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let app: TestApp
let api: TrpcClient
let agentId: string
let database: pg.Client

test.beforeAll(async () => {
  test.setTimeout(600_000)
  app = await startTestApp(root)
  const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8'))
  api = new TrpcClient(app.url, { 'x-api-key': demo.organizations.acme.apiKey })
  agentId = demo.organizations.acme.agents.alwaysOn
  database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  await database.connect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 100000')
})

test.afterAll(async () => {
  await database?.end()
  await app?.stop()
})

// Whoever writes here waits for a lock: the kill comes before anything of a batch is written, after its batch was
// accepted and before the import knows of it, and at the very end.
for (const table of ['contacts', 'import_batches', 'import_chunks']) {
  test(`kill -9 of the app while run-import writes ${table}: each row is there once`, async () => {
    const importId = await stage(table)
    await expect.poll(async () => (await reportOf(importId)).accepted, { intervals: [20] }).toBeGreaterThan(0)
    const blocker = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
    await blocker.connect()
    await blocker.query('BEGIN')
    await blocker.query(`LOCK TABLE ${table} IN SHARE MODE`)
    await expect
      .poll(async () => {
        const waiting = await database.query('SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted', [
          table,
        ])
        return waiting.rows.length
      })
      .toBeGreaterThan(0)
    await killApp()
    await blocker.query('COMMIT')
    await blocker.end()
    const inTheMiddle = await reportOf(importId)
    expect(inTheMiddle.waiting).toBeGreaterThan(0)
    await expect
      .poll(async () => (await reportOf(importId)).status, { timeout: RECOVERY_MS, intervals: [500] })
      .toBe('completed')
    expect(await reportOf(importId)).toEqual({
      status: 'completed',
      rows: BATCHES * CONTACTS + FAULTY + 3,
      accepted: BATCHES * CONTACTS,
      rejected: FAULTY,
      leftOut: 3,
      waiting: 0,
      contacts: BATCHES * CONTACTS,
      people: BATCHES * CONTACTS,
      rejections: FAULTY,
      batches: BATCHES,
    })
  })
}

test('after all of it the books are right', async () => {
  const { rows } = await database.query(`
    SELECT balance.reserved, sum(entry.amount) FILTER (WHERE entry.kind = 'reservation')::int AS booked,
      (SELECT sum(accepted)::int FROM batches WHERE organization_id = balance.organization_id) AS accepted
    FROM credit_balances balance JOIN credit_ledger entry USING (organization_id, month)
    WHERE balance.reserved > 0 GROUP BY balance.organization_id, balance.reserved`)
  expect(rows).toHaveLength(1)
  expect(rows[0].booked).toBe(rows[0].reserved)
  expect(rows[0].accepted).toBe(rows[0].reserved)
})

let numbers = 0

/** @param mark stands in every contact, so that those of this import are found again, whatever batch they are in */
async function stage(mark: string): Promise<string> {
  const people = (count: number) => Array.from({ length: count }, () => laterContact(numbers++, { mark }))
  const batches = Array.from({ length: BATCHES }, () => people(CONTACTS))
  const { start, chunks } = planImport(agentId, { batches, faulty: people(FAULTY), leftOut: 3 })
  const send = async (procedure: string, input: unknown) => {
    const { status, error } = await api.mutate(procedure, input)
    expect(status, error.message).toBe(200)
  }
  await send('imports.start', start)
  for (const chunk of chunks) await send('imports.stageChunk', chunk)
  await send('imports.finishStaging', { importId: start.importId })
  return start.importId
}

type Report = Record<
  'rows' | 'accepted' | 'rejected' | 'leftOut' | 'waiting' | 'contacts' | 'people' | 'rejections' | 'batches',
  number
> & { status: string }

async function reportOf(importId: string): Promise<Report> {
  const { rows } = await database.query<Report>(
    `SELECT import.status, import.rows, import.accepted, import.rejected, import.left_out AS "leftOut", import.waiting,
       made.contacts, made.people, made.batches,
       (SELECT count(*)::int FROM import_rejections WHERE import_id = import.id) AS rejections
     FROM imports import CROSS JOIN LATERAL (
       SELECT count(*)::int AS contacts, count(DISTINCT phone_number)::int AS people,
         count(DISTINCT batch_id)::int AS batches
       FROM contacts WHERE variables ->> 'mark' = (
         SELECT variables ->> 'mark' FROM contacts JOIN import_batches USING (batch_id)
         WHERE import_batches.import_id = import.id LIMIT 1)) made
     WHERE import.id = $1`,
    [importId],
  )
  return rows[0] as Report
}

/** Kills the app as it is now, and waits until that process is gone. The launcher starts it again. */
async function killApp(): Promise<void> {
  const lock = JSON.parse(await readFile(join(app.dataDir, 'launcher.lock'), 'utf8')) as { children: { pid: number }[] }
  const commands = await Promise.all(lock.children.map(async ({ pid }) => ({ pid, command: await commandOf(pid) })))
  const found = commands.filter(({ command }) => /next/.test(command))
  expect(found).toHaveLength(1)
  const pid = found[0]?.pid as number
  process.kill(pid, 'SIGKILL')
  await expect.poll(async () => commandOf(pid)).toBe('')
}

async function commandOf(pid: number): Promise<string> {
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ').trim()
}
