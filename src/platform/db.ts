import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { closeDatabaseProbe } from './database-probe'
import { isDatabaseTrouble } from './database-trouble'
import { env } from './env'
import { Prisma, PrismaClient } from './generated/prisma/client'
import { logger } from './logger'

export { Prisma }

/** The client inside a transaction. */
export type Tx = Prisma.TransactionClient

/** What use cases that only write raw SQL need of a transaction: either kind has it. */
export type SqlTx = Pick<Tx, '$executeRaw' | '$queryRaw'>

// Prisma's defaults (2 s to get a connection, 5 s to run) end honest work under load.
const TRANSACTION_WAIT_MAX_MS = 20_000
const TRANSACTION_RUN_MAX_MS = 60_000
const TRANSACTION_TRIES_MAX = 5

// Next loads a module once per bundle and again on each reload in development; the pool must be one per process.
const globals = globalThis as typeof globalThis & { rollcallDb?: { client: PrismaClient; pool: pg.Pool } }

function connection() {
  if (globals.rollcallDb) return globals.rollcallDb
  const pool = new pg.Pool({
    connectionString: env().DATABASE_URL,
    max: env().DATABASE_POOL_MAX,
    keepAlive: true,
    connectionTimeoutMillis: TRANSACTION_WAIT_MAX_MS,
    query_timeout: TRANSACTION_RUN_MAX_MS,
  })
  // Without a listener a connection that breaks while idle would end the process; the pool replaces it by itself.
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'An idle database connection broke.'))
  // So would one that breaks while it is lent out: whoever has it learns it from the query.
  pool.on('connect', (client) => client.on('error', () => {}))
  globals.rollcallDb = { pool, client: new PrismaClient({ adapter: new PrismaPg(pool) }) }
  return globals.rollcallDb
}

/** The one Prisma client of this process, made on first use. */
export function db(): PrismaClient {
  return connection().client
}

/** How many connections this process has lent out and keeps ready, of how many, and how many wait for one. */
export function poolUse(): { used: number; idle: number; max: number; waiting: number } {
  const { totalCount, idleCount, waitingCount } = connection().pool
  return { used: totalCount - idleCount, idle: idleCount, max: env().DATABASE_POOL_MAX, waiting: waitingCount }
}

/** Ends the pool: for scripts and tests. */
export async function disconnect(): Promise<void> {
  const open = globals.rollcallDb
  globals.rollcallDb = undefined
  await open?.client.$disconnect()
  if (open && !open.pool.ended) await open.pool.end()
  await closeDatabaseProbe()
}

/**
 * Runs `work` in one transaction (READ COMMITTED) and commits it. A deadlock (40P01) or a serialization failure (40001)
 * runs the whole of it again, up to 5 times in all: `work` must have no effect outside the transaction.
 */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return retryOnConflict(() =>
    db().$transaction(work, { maxWait: TRANSACTION_WAIT_MAX_MS, timeout: TRANSACTION_RUN_MAX_MS }),
  )
}

/**
 * The same for work that is raw SQL alone, on a plain `pg` connection of the same pool. Prisma takes every parameter
 * through its WebAssembly compiler as JSON, there and back: 5 to 7 ms for the rows of a batch, which is a fifth of what
 * the whole request may take.
 */
export function sqlTransaction<T>(work: (tx: SqlTx) => Promise<T>): Promise<T> {
  return retryOnConflict(async () => {
    const connected = await connection().pool.connect()
    let broken = true
    try {
      await connected.query('BEGIN')
      const result = await work(sqlTx(connected))
      await connected.query('COMMIT')
      broken = false
      return result
    } catch (error) {
      // A query that got no answer still holds its connection: a ROLLBACK would wait behind it.
      const isSilent = isDatabaseTrouble(error) && !(error instanceof pg.DatabaseError)
      if (!isSilent) {
        await connected.query('ROLLBACK').then(
          () => {
            broken = false
          },
          () => undefined,
        )
      }
      throw error
    } finally {
      connected.release(broken)
    }
  })
}

type SqlArguments = [query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]]

function sqlTx(connected: pg.PoolClient): SqlTx {
  const run = ([query, ...values]: SqlArguments) => {
    const sql = 'raw' in query ? Prisma.sql(query as unknown as string[], ...values) : query
    return connected.query(sql.text, sql.values)
  }
  return {
    $executeRaw: (async (...sql: SqlArguments) => (await run(sql)).rowCount ?? 0) as unknown as SqlTx['$executeRaw'],
    $queryRaw: (async (...sql: SqlArguments) => (await run(sql)).rows) as unknown as SqlTx['$queryRaw'],
  }
}

async function retryOnConflict<T>(attemptOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce()
    } catch (error) {
      if (attempt >= TRANSACTION_TRIES_MAX || !isConflict(error)) throw error
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Thrown inside a transaction that has to run again because the ground moved under it. */
export class RetryTransaction extends Error {}

/** `pg` has the SQLSTATE as its code; Prisma's own word for both is P2034, and raw queries come as P2010 around it. */
function isConflict(error: unknown): boolean {
  if (error instanceof RetryTransaction) return true
  if (error instanceof pg.DatabaseError) return error.code === '40P01' || error.code === '40001'
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false
  if (error.code === 'P2034') return true
  return error.code === 'P2010' && /\b(40P01|40001)\b/.test(JSON.stringify(error.meta ?? {}) + error.message)
}
