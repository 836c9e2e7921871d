import { expect, test } from '@playwright/test'
import type { Batch } from '@/domain/batches/batch-answer.schema'
import type { AcceptedBatch } from '@/domain/enrollment/enrollment-answer.schema'
import { breakTable } from '@/testing/break-table'
import { laterContacts } from '@/testing/factories'
import { ApiClient } from './api-client'
import { OwnInstallation } from './own-installation'

// An installation of its own, started by the real launcher, since its parts are killed here. The launcher starts each
// again; what must not happen is that anything that was answered with a 202 is lost or done twice.

const CONTACTS = 1000
const RECOVERY_MS = 180_000

test.describe.configure({ mode: 'serial', timeout: 300_000 })

let installation: OwnInstallation
let api: ApiClient

test.beforeAll(async () => {
  test.setTimeout(600_000)
  installation = await OwnInstallation.start()
  api = new ApiClient(installation.app.url, installation.apiKey)
})

test.afterAll(() => installation?.stop())

// In a build the adapter of the database is not in the bundle: what its errors are has to be seen there too.
test('a deadlock is met by another try, of which nobody is told', async () => {
  const run = (sql: string) => installation.database.query(sql)
  const mend = await breakTable('contacts', { times: 2, sqlState: '40P01', run })
  const accepted = await enroll('after-deadlocks')
  await mend()
  expect(await reportOf(accepted.batchId)).toEqual(whole)
})

test('kill -9 of the app right after a 202 loses nothing', async () => {
  const accepted = await enroll('after-202')
  await installation.kill('app')
  expect(await reportOf(accepted.batchId)).toEqual(whole)
})

test('nor does it while the executor is dead too, and was told nothing', async () => {
  await installation.kill('executor')
  const accepted = await enroll('engine-down')
  await installation.kill('app')
  expect(await reportOf(accepted.batchId)).toEqual(whole)
})

test('whoever got no answer asks again with the same key, and each batch is there once', async () => {
  const keys = Array.from({ length: 8 }, (_, n) => `at-the-kill-${n}`)
  const first = keys.map((key) => enroll(key).catch(() => null))
  await Promise.race(first)
  await installation.kill('app')
  const answered = await Promise.all(first)
  const batchIds: string[] = []
  for (const [n, key] of keys.entries()) {
    const { batchId } = await retryUntilUp(() => enroll(key))
    // Whoever was answered is answered the same.
    expect([batchId, null]).toContain(answered[n]?.batchId ?? null)
    batchIds.push(batchId)
  }
  expect(new Set(batchIds).size).toBe(keys.length)
  const { rows } = await installation.database.query(
    `SELECT count(*)::int AS batches FROM batches JOIN idempotency_keys ON batch_id = batches.id WHERE key LIKE 'at-the-kill-%'`,
  )
  expect(rows).toEqual([{ batches: keys.length }])
  for (const batchId of batchIds) expect((await reportOf(batchId)).sequences).toBe(CONTACTS)
})

for (const service of ['executor', 'background'] as const) {
  test(`kill -9 of the ${service} in the middle of the creation of sequences loses nothing`, async () => {
    let accepted: AcceptedBatch | undefined
    await installation.killInTheMiddle(service, 'sequences', async () => {
      accepted = await enroll(`middle-of-${service}`)
    })
    expect(await reportOf(accepted?.batchId ?? '')).toEqual(whole)
  })
}

test('after all of it the books are right', () => installation.expectBooksInOrder())

async function enroll(key: string): Promise<AcceptedBatch> {
  const contacts = laterContacts(CONTACTS)
  const answer = await api.enroll(installation.agentId, { contacts }, { 'idempotency-key': key })
  expect(answer.status, answer.text).toBe(202)
  expect(answer.body.accepted).toBe(CONTACTS)
  return answer.body
}

async function retryUntilUp<Result>(send: () => Promise<Result>): Promise<Result> {
  let result: Result | undefined
  await expect(async () => {
    result = await send()
  }).toPass({ timeout: RECOVERY_MS })
  return result as Result
}

type Report = { status: string; sequences: number; contacts: number; strangers: number }

const whole: Report = { status: 'active', sequences: CONTACTS, contacts: CONTACTS, strangers: 0 }

/** Waits until a batch has its sequences, then counts them, and those that are no contact's. */
async function reportOf(batchId: string): Promise<Report> {
  await expect(async () => {
    const { body } = await api.get<Batch>(`/batches/${batchId}`)
    expect(body.status).not.toBe('accepted')
  }).toPass({ timeout: RECOVERY_MS, intervals: [200] })
  const { rows } = await installation.database.query<Report>(
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
