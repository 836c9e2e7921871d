import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from '@/platform/generated/prisma/client'
import { startThrowawayPostgres } from '../scripts/launcher/throwaway-postgres'
import { percentile } from './percentile'

// npm run bench:sql
//
// What each way to the database costs, turn and turn about: one INSERT of 1,000 rows as a JSON parameter, and one SELECT of
// a single row. Plain `pg` is the floor. The time of this process's CPU tells the ways apart on a busy machine too.

const ROUNDS = 150
const WARM_UP_ROUNDS = 20

const postgres = await startThrowawayPostgres()
process.env.DATABASE_URL = postgres.url
const { db, disconnect, transaction } = await import('@/platform/db')
const pool = new pg.Pool({ connectionString: postgres.url, max: 1 })
pool.on('error', () => {})
const client = new PrismaClient({ adapter: new PrismaPg(pool) })

try {
  await db().execute`CREATE TABLE measured (id uuid PRIMARY KEY, index int, name text, variables jsonb)`
  const rows = () =>
    JSON.stringify(
      Array.from({ length: 1_000 }, (_, index) => ({
        id: randomUUID(),
        index,
        name: `Person ${index}`,
        variables: { account_id: `account-${index % 400}`, prospect_name: `Prospect ${index}` },
      })),
    )
  await measure('an INSERT of 1,000 rows, in a transaction', {
    'plain pg': async () => {
      const json = rows()
      await inPlainTransaction((connected) =>
        connected.query(
          `INSERT INTO measured SELECT * FROM json_to_recordset($1::json) AS r(id uuid, index int, name text, variables jsonb)`,
          [json],
        ),
      )
    },
    'tx.execute': async () => {
      const json = rows()
      await transaction(
        (tx) =>
          tx.execute`INSERT INTO measured SELECT * FROM json_to_recordset(${json}::json) AS r(id uuid, index int, name text, variables jsonb)`,
      )
    },
    "Prisma's $executeRaw": async () => {
      const json = rows()
      await client.$transaction(
        (tx) =>
          tx.$executeRaw`INSERT INTO measured SELECT * FROM json_to_recordset(${json}::json) AS r(id uuid, index int, name text, variables jsonb)`,
      )
    },
  })
  await measure('a SELECT of one row, in a transaction', {
    'plain pg': () => inPlainTransaction((connected) => connected.query('SELECT $1::int AS n', [1])),
    'tx.rows': () => transaction((tx) => tx.rows<{ n: number }>`SELECT ${1}::int AS n`),
    "Prisma's $queryRaw": () => client.$transaction((tx) => tx.$queryRaw`SELECT ${1}::int AS n`),
  })
  await measure('a SELECT of one row, by itself', {
    'plain pg': () => pool.query('SELECT $1::int AS n', [1]),
    'db().rows': () => db().rows<{ n: number }>`SELECT ${1}::int AS n`,
    "Prisma's $queryRaw": () => client.$queryRaw`SELECT ${1}::int AS n`,
  })
} finally {
  await disconnect()
  await client.$disconnect()
  await pool.end()
  await postgres.stop()
}

async function inPlainTransaction(work: (connected: pg.PoolClient) => Promise<unknown>): Promise<void> {
  const connected = await pool.connect()
  await connected.query('BEGIN')
  await work(connected)
  await connected.query('COMMIT')
  connected.release()
}

async function measure(what: string, ways: Record<string, () => Promise<unknown>>): Promise<void> {
  const taken = new Map(Object.keys(ways).map((name) => [name, { wallMs: [] as number[], cpuMs: [] as number[] }]))
  for (let round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      await db().execute`TRUNCATE measured`
      const [startedAt, cpuBefore] = [performance.now(), process.cpuUsage()]
      await way()
      const { user, system } = process.cpuUsage(cpuBefore)
      if (round < WARM_UP_ROUNDS) continue
      taken.get(name)?.wallMs.push(performance.now() - startedAt)
      taken.get(name)?.cpuMs.push((user + system) / 1_000)
    }
  }
  console.log(`\n${what}`)
  for (const [name, { wallMs, cpuMs }] of taken) {
    const [wall, cpu] = [wallMs, cpuMs].map((values) => percentile(values, 50).toFixed(2))
    console.log(`${name.padEnd(24)} p50 ${wall} ms, of which ${cpu} ms are CPU of this process`)
  }
}
