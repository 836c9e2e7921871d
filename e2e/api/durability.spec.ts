import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from '@playwright/test'
import pg from 'pg'
import { laterContacts } from '@/testing/factories'
import { startTestApp, type TestApp } from '../../scripts/test-run/test-app'
import { type AcceptedBody, ApiClient, type BatchBody } from './api-client'

// An installation of its own, started by the real launcher, since its parts are killed here. The launcher starts each
// again; what must not happen is that anything that was answered with a 202 is lost or done twice.

const root = fileURLToPath(new URL('../../', import.meta.url))
const CONTACTS = 1000
const RECOVERY_MS = 180_000

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let app: TestApp
let api: ApiClient
let agentId: string
let database: pg.Client

test.beforeAll(async () => {
  test.setTimeout(600_000)
  app = await startTestApp(root)
  const demo = JSON.parse(await readFile(join(dataDir(), 'demo.json'), 'utf8'))
  api = new ApiClient(app.url, demo.organizations.acme.apiKey)
  agentId = demo.organizations.acme.agents.alwaysOn
  database = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
  await database.connect()
  await database.query('UPDATE api_keys SET rate_limit_per_second = 100000')
})

test.afterAll(async () => {
  await database?.end()
  await app?.stop()
})

test('kill -9 of the app right after a 202 loses nothing', async () => {
  const accepted = await enroll('after-202')
  await kill('app')
  expect(await reportOf(accepted.batchId)).toEqual(whole(accepted))
})

test('nor does it while the executor is dead too, and was told nothing', async () => {
  await kill('executor')
  const accepted = await enroll('engine-down')
  await kill('app')
  expect(await reportOf(accepted.batchId)).toEqual(whole(accepted))
})

test('whoever got no answer asks again with the same key, and each batch is there once', async () => {
  const keys = Array.from({ length: 8 }, (_, n) => `at-the-kill-${n}`)
  const first = keys.map((key) => enroll(key).catch(() => null))
  await Promise.race(first)
  await kill('app')
  const answered = await Promise.all(first)
  const batchIds: string[] = []
  for (const [n, key] of keys.entries()) {
    const { batchId } = await retryUntilUp(() => enroll(key))
    // Whoever was answered is answered the same.
    expect([batchId, null]).toContain(answered[n]?.batchId ?? null)
    batchIds.push(batchId)
  }
  expect(new Set(batchIds).size).toBe(keys.length)
  const { rows } = await database.query(
    `SELECT count(*)::int AS batches FROM batches JOIN idempotency_keys ON batch_id = batches.id WHERE key LIKE 'at-the-kill-%'`,
  )
  expect(rows).toEqual([{ batches: keys.length }])
  for (const batchId of batchIds) expect((await reportOf(batchId)).sequences).toBe(CONTACTS)
})

for (const service of ['executor', 'app'] as const) {
  test(`kill -9 of the ${service} in the middle of the creation of sequences loses nothing`, async () => {
    // Whoever writes sequences waits for this lock: the creation is under way when the kill comes.
    const blocker = new pg.Client({ connectionString: app.env.TEST_APP_DATABASE_URL })
    await blocker.connect()
    await blocker.query('BEGIN')
    await blocker.query('LOCK TABLE sequences IN SHARE MODE')
    const accepted = await enroll(`middle-of-${service}`)
    await expect
      .poll(async () => {
        const { rows } = await database.query(
          `SELECT FROM pg_locks WHERE relation = 'sequences'::regclass AND NOT granted`,
        )
        return rows.length
      })
      .toBeGreaterThan(0)
    await kill(service)
    await blocker.query('COMMIT')
    await blocker.end()
    expect(await reportOf(accepted.batchId)).toEqual(whole(accepted))
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

function dataDir(): string {
  return app.env.TEST_APP_DATA_DIR as string
}

async function enroll(key: string): Promise<AcceptedBody> {
  const contacts = laterContacts(CONTACTS)
  const answer = await api.enroll(agentId, { contacts }, { 'idempotency-key': key })
  expect(answer.status, answer.text).toBe(202)
  return answer.body
}

/** Kills a child of the launcher as it is now, and waits until that process is gone. */
async function kill(service: 'app' | 'executor'): Promise<void> {
  const pid = await findChild(service === 'app' ? /next/ : /src\/executor\/main\.ts/)
  process.kill(pid, 'SIGKILL')
  await expect.poll(() => isRunning(pid)).toBe(false)
}

async function findChild(command: RegExp): Promise<number> {
  const found: number[] = []
  await expect(async () => {
    const lock = JSON.parse(await readFile(join(dataDir(), 'launcher.lock'), 'utf8')) as { children: { pid: number }[] }
    for (const { pid } of lock.children) if (command.test(await commandOf(pid))) found.push(pid)
    expect(found).toHaveLength(1)
  }).toPass({ timeout: RECOVERY_MS })
  return found[0] as number
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).replaceAll('\0', ' ')
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'args=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout
}

async function isRunning(pid: number): Promise<boolean> {
  return (await commandOf(pid)).trim() !== ''
}

async function retryUntilUp<Result>(send: () => Promise<Result>): Promise<Result> {
  let result: Result | undefined
  await expect(async () => {
    result = await send()
  }).toPass({ timeout: RECOVERY_MS })
  return result as Result
}

type Report = { status: string; sequences: number; contacts: number; strangers: number }

function whole({ accepted }: AcceptedBody): Report {
  return { status: 'active', sequences: accepted, contacts: accepted, strangers: 0 }
}

/** Waits until a batch has its sequences, then counts them, and those that are no contact's. */
async function reportOf(batchId: string): Promise<Report> {
  await expect(async () => {
    const { body } = await api.get<BatchBody>(`/batches/${batchId}`)
    expect(body.status).not.toBe('accepted')
  }).toPass({ timeout: RECOVERY_MS, intervals: [200] })
  const { rows } = await database.query<Report>(
    `SELECT batch.status,
       (SELECT count(*)::int FROM sequences WHERE batch_id = batch.id) AS sequences,
       (SELECT count(*)::int FROM contacts WHERE batch_id = batch.id) AS contacts,
       (SELECT count(*)::int FROM sequences LEFT JOIN contacts ON contacts.id = sequences.id
          AND contacts.batch_id = sequences.batch_id
        WHERE sequences.batch_id = batch.id AND contacts.id IS NULL) AS strangers
     FROM batches batch WHERE id = $1`,
    [batchId],
  )
  return rows[0] as Report
}
