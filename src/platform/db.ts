import 'server-only'
import { setTimeout as sleep } from 'node:timers/promises'
import { PrismaPg } from '@prisma/adapter-pg'
import type { SqlDriverAdapter, SqlQueryable } from '@prisma/driver-adapter-utils'
import type pg from 'pg'
import { isInBackground } from './background'
import { closeDatabaseProbe } from './database-probe'
import { inDriverTransaction } from './driver-transaction'
import { env } from './env'
import { Prisma, PrismaClient } from './generated/prisma/client'
import { LimitedPool } from './limited-pool'
import { logger } from './logger'
import { preparedName } from './prepared-statements'
import { asStatementError, type Sql, StatementError, sqlOn } from './sql'

export { Prisma }

/**
 * The one way to the database: Prisma's models, and statements of our own. Each statement is a transaction of its own.
 */
type Db = Omit<Prisma.TransactionClient, '$queryRaw' | '$queryRawUnsafe' | '$executeRaw' | '$executeRawUnsafe'> & Sql

/**
 * Statements within a transaction. A function whose statements belong to the transaction of its caller takes a `Tx`. A
 * `Tx` has no models.
 */
export type Tx = Sql & {
  readonly inTransaction: true
  /** Does this once the transaction has committed, and never when it is rolled back. */
  afterCommit(work: () => void): void
}

/**
 * How long work may wait, in milliseconds.
 *
 * Somebody waits for what a door does, behind proxies and clients that give up after 10 to 30 s: a request is told
 * within 10 s to come back (503 with `Retry-After`). A statement of a door takes milliseconds; the largest, a thousand
 * contacts or a chunk of an import, a tenth of a second, so that a busy machine has some fifty times as much. Nobody
 * waits for the background, and what it gives up it has to do again.
 */
type Limits = {
  /** For a connection, when all are in use or the server takes none. */
  connectionMs: number
  /** For the connections of one request altogether. */
  connectionsOfRequestMs: number
  /** For a lock that somebody else holds (55P03). */
  lockMs?: number
  /** For a statement, with its waits for locks; the server ends it (57014), so that its locks are free again. */
  statementMs?: number
  /** For the server's answer; longer than `statementMs`, which only a server that is frozen or unreachable exceeds. */
  answerMs: number
  /** For a whole transaction, so that many short waits do not make a long one. */
  transactionMs?: number
}

const LIMITS: Record<PoolName, Limits> = {
  doors: {
    connectionMs: 3_000,
    connectionsOfRequestMs: 5_000,
    lockMs: 4_000,
    statementMs: 5_000,
    answerMs: 6_000,
    transactionMs: 8_000,
  },
  background: { connectionMs: 20_000, connectionsOfRequestMs: 20_000, answerMs: 60_000 },
}

const TRANSACTION_IDLE_MAX_MS = 60_000
const TRANSACTION_TRIES_MAX = 5

type Connection = {
  client: PrismaClient
  pool: pg.Pool
  adapter: Promise<SqlDriverAdapter>
  db: Db
  limits: Limits
}

/** Who uses a pool: requests of people and of customers' systems, or what the engine runs. */
export type PoolName = 'doors' | 'background'

// Next loads a module once per bundle and again on each reload in development; the pools must be one of each per process.
const globals = globalThis as typeof globalThis & { rollcallDb?: Partial<Record<PoolName, Connection>> }

/**
 * Returns the connection of the current work. The background has a pool of its own: a thousand calls that are due at
 * once would otherwise take every connection, and a request would wait for seconds behind them.
 */
function connection(): Connection {
  const name = isInBackground() && sizeOf('background') > 0 ? 'background' : 'doors'
  globals.rollcallDb ??= {}
  globals.rollcallDb[name] ??= connect(name)
  return globals.rollcallDb[name]
}

/**
 * With fewer connections than this there is one pool for all. An import keeps a transaction open while another one
 * enrolls its batch, and five may be under way: the background needs six connections, or they wait for each other.
 */
const SPLIT_FROM = 16
const BACKGROUND_SHARE = 0.4

function sizeOf(name: PoolName): number {
  const all = env().DATABASE_POOL_MAX
  const background = all < SPLIT_FROM ? 0 : Math.floor(all * BACKGROUND_SHARE)
  return name === 'background' ? background : all - background
}

function connect(name: PoolName): Connection {
  // One pool for all has the limits of the background, which would fail by those of the doors.
  const limits = LIMITS[sizeOf('background') > 0 ? name : 'background']
  const config: pg.PoolConfig = {
    connectionString: env().DATABASE_URL,
    max: sizeOf(name),
    keepAlive: true,
    connectionTimeoutMillis: limits.connectionMs,
    query_timeout: limits.answerMs,
    statement_timeout: limits.statementMs,
    lock_timeout: limits.lockMs,
    // A transaction that is left open would hold its locks until this process ends.
    idle_in_transaction_session_timeout: TRANSACTION_IDLE_MAX_MS,
    // The adapter takes every time for one of UTC, whatever zone the server writes it in. And no statement of ours is worth
    // a second process: to start one takes longer than to read a batch, for which the planner wants one from a million
    // contacts on (docs/decisions/2026-11-29-a-million-sequences.md).
    onConnect: (client) => client.query("SET TIME ZONE 'UTC'; SET max_parallel_workers_per_gather = 0"),
  }
  const pool = new LimitedPool(config, limits.connectionsOfRequestMs)
  // Without a listener a connection that breaks while idle would end the process; the pool replaces it by itself.
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'An idle database connection broke.'))
  // So would one that breaks while it is lent out: whoever has it learns it from the query.
  pool.on('connect', (client) => client.on('error', () => {}))
  // Its type does not know that a statement may go without a name.
  const statementNameGenerator = preparedName as (query: { sql: string }) => string
  const factory = new PrismaPg(pool, { statementNameGenerator })
  const client = new PrismaClient({ adapter: factory })
  const adapter = factory.connect()
  const { rows, execute } = sqlOn(adapter)
  const db: Db = Object.create(client, { rows: { value: rows }, execute: { value: execute } })
  return { pool, client, adapter, db, limits }
}

/** Returns the models, and statements that are a transaction each. */
export function db(): Db {
  return connection().db
}

/** Returns Prisma's client itself, for a library that has to begin its own transactions with it (better-auth). */
export function prismaClient(): PrismaClient {
  return connection().client
}

/** Connections of a pool: those in use, those kept ready, how many there may be, and how many wait for one. */
export type PoolUse = { used: number; idle: number; max: number; waiting: number }

/** Counts the connections of this process, by pool. */
export function poolUse(): Record<PoolName, PoolUse> {
  return { doors: countUse('doors'), background: countUse('background') }
}

function countUse(name: PoolName): PoolUse {
  const pool = globals.rollcallDb?.[name]?.pool
  const { totalCount, idleCount, waitingCount } = pool ?? { totalCount: 0, idleCount: 0, waitingCount: 0 }
  return { used: totalCount - idleCount, idle: idleCount, max: sizeOf(name), waiting: waitingCount }
}

/** Ends the pools and closes the probe's connection, for scripts and tests. */
export async function disconnect(): Promise<void> {
  const open = Object.values(globals.rollcallDb ?? {})
  delete globals.rollcallDb
  for (const { client, pool } of open) {
    await client.$disconnect()
    if (!pool.ended) await pool.end()
  }
  await closeDatabaseProbe()
}

/**
 * Runs `work` in one transaction (READ COMMITTED) and commits it. After a deadlock (40P01), a serialization failure
 * (40001) or a `RetryTransaction` it runs the whole of `work` again, up to 5 times in all. So `work` must have no
 * effect outside the transaction.
 */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return retryOnConflict(async () => {
    const { adapter, pool, limits } = connection()
    const after: (() => void)[] = []
    const afterCommit = (work: () => void) => void after.push(work)
    const run = (statements: SqlQueryable) => work({ ...sqlOn(statements), inTransaction: true, afterCommit })
    const result = await inDriverTransaction(await adapter, pool, run, limits.transactionMs)
    for (const each of after) each()
    return result
  })
}

/**
 * Runs one statement that is a transaction of its own. After a deadlock or a serialization failure it runs it again, as
 * `transaction` does.
 */
export function alone<T>(statement: (on: Sql) => Promise<T>): Promise<T> {
  return retryOnConflict(() => statement(connection().db))
}

async function retryOnConflict<T>(attemptOnce: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptOnce()
    } catch (thrown) {
      // The server's word against the COMMIT comes as the adapter gave it.
      const error = asStatementError(thrown)
      if (attempt >= TRANSACTION_TRIES_MAX || !isConflict(error)) throw error
      await sleep(10 * 2 ** attempt * (0.5 + Math.random()))
    }
  }
}

/** Thrown inside a transaction that has to run again because something that it needs has changed meanwhile. */
export class RetryTransaction extends Error {}

function isConflict(error: unknown): boolean {
  if (error instanceof RetryTransaction) return true
  return error instanceof StatementError && (error.code === '40P01' || error.code === '40001')
}
