import { createHash, randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type pg from 'pg'
import { laterContact } from '@/testing/factories'
import { mortalPool } from '@/testing/mortal-pool'
import { startTestApp } from '../scripts/test-run/test-app'
import { percentile } from './percentile'

// npm run bench:single
//
// How long a REST request takes that enrolls ONE contact, on the production build, beside a floor measured in the same
// run, turn and turn about: with raw `pg`, the look-up of the key, and ONE transaction that writes the rows that such a
// request has written, each by a statement of its own into a table like its own. The floor knows no rules, no locks and no HTTP.

const ROUNDS = 400
const AT_ONCE = 8
const ROUNDS_AT_ONCE = 50
const WARM_UP_ROUNDS = 50
const TARGET_RATIO = 3

/** What an enrollment inserts one row into; the bench fails when it finds another number. */
const INSERTED = ['batches', 'contacts', 'sequences', 'outbox_events', 'credit_ledger'] as const
type Table = (typeof INSERTED)[number]
type Rows = Record<Table, Record<string, unknown>>
type Demo = { organizations: { acme: { apiKey: string; agents: { alwaysOn: string } } } }
let ledgerId = 0

type Times = { requests: number[]; floors: number[] }

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const app = await startTestApp(root)
try {
  const demo = JSON.parse(await readFile(join(app.dataDir, 'demo.json'), 'utf8')) as Demo
  const connectionString = app.env.TEST_APP_DATABASE_URL as string
  // The server ends them when a request has failed and the app is stopped.
  const database = mortalPool(connectionString, AT_ONCE)
  await database.query('UPDATE api_keys SET rate_limit_per_second = 1000000')
  for (const table of INSERTED)
    await database.query(`CREATE TABLE floor_${table} (LIKE ${table} INCLUDING INDEXES INCLUDING CONSTRAINTS)`)
  await database.query('CREATE TABLE floor_credit_balances AS SELECT * FROM credit_balances LIMIT 1')
  const rows = await rowsOfOne(demo, database)

  const alone: Times = { requests: [], floors: [] }
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    const request = await time(() => enroll(demo))
    const floor = await time(() => writeRaw(database, demo, rows))
    if (round >= WARM_UP_ROUNDS) push(alone, [request], [floor])
  }
  const together: Times = { requests: [], floors: [] }
  for (let round = 0; round < ROUNDS_AT_ONCE; round++) {
    const requests = await Promise.all(Array.from({ length: AT_ONCE }, () => time(() => enroll(demo))))
    const floors = await Promise.all(Array.from({ length: AT_ONCE }, () => time(() => writeRaw(database, demo, rows))))
    push(together, requests, floors)
  }
  await database.end()
  console.log(`\n${ROUNDS} requests of one contact, one after the other`)
  const ratio = report(alone)
  console.log(`\n${ROUNDS_AT_ONCE * AT_ONCE} requests, ${AT_ONCE} at once`)
  report(together)
  const verdict = ratio <= TARGET_RATIO ? 'met' : 'MISSED'
  console.log(`\nOne after the other, the target is at most ${TARGET_RATIO} times the floor at p50: ${verdict}.`)
} finally {
  await app.stop()
}

function push({ requests, floors }: Times, ofRequests: number[], ofFloors: number[]): void {
  requests.push(...ofRequests)
  floors.push(...ofFloors)
}

async function enroll(demo: Demo): Promise<string> {
  const { apiKey, agents } = demo.organizations.acme
  const response = await fetch(`${app.url}/api/v1/agents/${agents.alwaysOn}/schedule/sequence`, {
    method: 'POST',
    headers: { 'x-api-key': apiKey, 'content-type': 'application/json' },
    body: JSON.stringify(laterContact()),
  })
  const answer = (await response.json()) as { sequence?: { batchId: string } }
  if (response.status !== 201 || !answer.sequence) {
    throw new Error(`The request was answered ${response.status}: ${JSON.stringify(answer).slice(0, 500)}`)
  }
  return answer.sequence.batchId
}

/** Returns the rows that one enrollment has inserted. */
async function rowsOfOne(demo: Demo, database: pg.Pool): Promise<Rows> {
  const count = async () => {
    const counts = INSERTED.map((table) => `(SELECT count(*)::int FROM ${table}) AS ${table}`)
    return (await database.query<Record<Table, number>>(`SELECT ${counts.join(', ')}`)).rows[0] as Record<Table, number>
  }
  const before = await count()
  const batchId = await enroll(demo)
  const after = await count()
  for (const table of INSERTED) {
    if (after[table] !== before[table] + 1) throw new Error(`${table} has ${after[table] - before[table]} rows more.`)
  }
  const where: Record<Table, string> = {
    batches: 'id = $1',
    contacts: 'batch_id = $1',
    sequences: 'batch_id = $1',
    credit_ledger: 'batch_id = $1',
    outbox_events: '$1::uuid IS NOT NULL ORDER BY created_at DESC LIMIT 1',
  }
  const read = INSERTED.map(async (table) => {
    const sql = `SELECT row_to_json(t) AS row FROM (SELECT * FROM ${table} WHERE ${where[table]}) t`
    return [table, (await database.query(sql, [batchId])).rows[0].row]
  })
  return Object.fromEntries(await Promise.all(read)) as Rows
}

async function writeRaw(database: pg.Pool, demo: Demo, rows: Rows): Promise<void> {
  const id = randomUUID()
  const newKeys: Record<Table, Record<string, unknown>> = {
    batches: { id },
    contacts: { id, batch_id: id },
    sequences: { id, batch_id: id },
    outbox_events: { id },
    credit_ledger: { id: ++ledgerId, batch_id: id, reason: id },
  }
  const hash = createHash('sha256').update(demo.organizations.acme.apiKey).digest()
  const client = await database.connect()
  try {
    const { rows: keys } = await client.query('SELECT id, organization_id, name FROM api_keys WHERE hash = $1', [hash])
    if (keys.length !== 1) throw new Error('The key of the demo is not there.')
    await client.query('BEGIN')
    for (const table of INSERTED) {
      const sql = `INSERT INTO floor_${table} SELECT * FROM json_populate_record(NULL::floor_${table}, $1)`
      await client.query(sql, [JSON.stringify({ ...rows[table], ...newKeys[table] })])
    }
    await client.query('UPDATE floor_credit_balances SET reserved = reserved + 1')
    await client.query('COMMIT')
  } finally {
    client.release()
  }
}

async function time(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

/** @returns how many times the floor a request takes, at p50 */
function report({ requests, floors }: Times): number {
  const line = (name: string, values: number[]) =>
    console.log(
      `${name.padEnd(14)} p50 ${percentile(values, 50).toFixed(1)} ms   p95 ${percentile(values, 95).toFixed(1)} ms`,
    )
  line('REST request', requests)
  line('floor', floors)
  const ratio = (percent: number) => percentile(requests, percent) / percentile(floors, percent)
  console.log(`p50 is ${ratio(50).toFixed(2)} times the floor, p95 ${ratio(95).toFixed(2)} times`)
  return ratio(50)
}
