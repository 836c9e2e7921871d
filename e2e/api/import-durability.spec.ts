import { expect, test } from '@playwright/test'
import { laterContact } from '@/testing/factories'
import { planImport } from '@/testing/stage-import'
import { OwnInstallation } from './own-installation'
import { TrpcClient } from './trpc-client'

// An installation of its own, started by the real launcher, since its app is killed in the middle of `run-import`. What
// must not happen is that a row of the file is lost, or scheduled twice.

const BATCHES = 20
const CONTACTS = 100
const FAULTY = 7
const RECOVERY_MS = 240_000

test.describe.configure({ mode: 'serial', timeout: 400_000 })

let installation: OwnInstallation
let api: TrpcClient

test.beforeAll(async () => {
  test.setTimeout(600_000)
  installation = await OwnInstallation.start()
  api = new TrpcClient(installation.app.url, { 'x-api-key': installation.apiKey })
})

test.afterAll(() => installation?.stop())

// Whoever writes here waits for a lock: the kill comes before anything of a batch is written, after its batch was
// accepted and before the import knows of it, and at the very end.
for (const table of ['contacts', 'import_batches', 'import_chunks']) {
  test(`kill -9 of the background while run-import writes ${table}: each row is there once`, async () => {
    const importId = await stage(table)
    await expect.poll(async () => (await reportOf(importId)).accepted, { intervals: [20] }).toBeGreaterThan(0)
    await installation.killInTheMiddle('background', table, async () => {})
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

test('after all of it the books are right', () => installation.expectBooksInOrder())

let numbers = 0

/** @param mark stands in every contact, so that those of this import are found again, whatever batch they are in */
async function stage(mark: string): Promise<string> {
  const people = (count: number) => Array.from({ length: count }, () => laterContact(numbers++, { mark }))
  const batches = Array.from({ length: BATCHES }, () => people(CONTACTS))
  const { start, chunks } = planImport(installation.agentId, { batches, faulty: people(FAULTY), leftOut: 3 })
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
  const { rows } = await installation.database.query<Report>(
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
