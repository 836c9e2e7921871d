import { Pool, type PoolClient, type QueryResultRow } from 'pg'
import type { Logger } from 'pino'

export type Queryable = Pick<PoolClient, 'query'>

/** Codes after which the same transaction can simply be tried again: deadlock, serialization failure. */
const RETRIABLE_CODES = new Set(['40P01', '40001'])
const RETRIES_MAX = 10

/**
 * SQLSTATEs by which Postgres says "not now" and nothing about the query: connection lost (08), login refused or the
 * database gone (28, 3D000), read-only after a failover (25006), session ended (25P03, 25P04, 57P), a time limit
 * (57014, 55P03), no disk, memory or connection left (53), a failing disk (58030), a conflict that outlived its retries
 * (40001, 40P01). A run must not fail for any of them.
 */
const UNAVAILABLE_STATE = /^(?:08\w{3}|28\w{3}|3D000|25006|25P0[34]|57P\w\w|57014|55P03|53\w{3}|58030|40001|40P01)$/
const UNAVAILABLE_ERRNOS = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
])

const POOL_SIZE = 8
const CONNECT_TIMEOUT_MS = 5_000
const QUERY_TIMEOUT_MS = 30_000
const WAIT_MS_MIN = 100
const WAIT_MS_MAX = 2_000

/**
 * The executor's connections. Postgres may go away and come back at any time. Queries then fail, and the pool heals
 * itself. Work that must not be lost goes through `persist`, which waits for as long as it takes.
 */
export class Database {
  readonly url: string
  private readonly pool: Pool
  private readonly log: Logger
  private closed = false

  constructor(url: string, log: Logger) {
    this.url = url
    this.log = log
    this.pool = new Pool({
      connectionString: url,
      max: POOL_SIZE,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      query_timeout: QUERY_TIMEOUT_MS,
      keepAlive: true,
      application_name: 'executor',
    })
    // An idle connection that breaks is the pool's own business; unheard, it would end the process.
    this.pool.on('error', (error) => this.log.warn({ err: error }, 'lost a database connection'))
    // Nor may one that breaks while it is lent out: whoever has it learns it from the next query.
    this.pool.on('connect', (client) => client.on('error', () => {}))
  }

  /** Runs one statement. A `name` makes it a prepared statement, planned once for each connection. */
  async query<Row extends QueryResultRow>(text: string, values: unknown[] = [], name?: string): Promise<Row[]> {
    return retryConflicts(async () => (await this.pool.query<Row>({ text, values, name })).rows)
  }

  /**
   * Runs one transaction, and repeats it when Postgres asks for that (40P01, 40001). `work` must do nothing but query.
   */
  async transaction<T>(work: (client: Queryable) => Promise<T>): Promise<T> {
    return retryConflicts(async () => {
      const client = await this.pool.connect()
      let broken: Error | undefined
      try {
        await client.query('BEGIN')
        const result = await work(client)
        await client.query('COMMIT')
        return result
      } catch (error) {
        // A rollback on a connection that may be hanging would hang too. After a conflict it is as good as before.
        broken = isUnavailable(error) && !isConflict(error) ? (error as Error) : undefined
        if (!broken) await client.query('ROLLBACK').catch((rollbackError: Error) => (broken = rollbackError))
        throw error
      } finally {
        client.release(broken)
      }
    })
  }

  /**
   * Does the work, however long the database stays away, until `close`. Other errors are thrown. A commit whose answer
   * was lost is repeated, so the work must be idempotent.
   */
  async persist<T>(work: () => Promise<T>): Promise<T> {
    for (let waitMs = WAIT_MS_MIN; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
      try {
        return await work()
      } catch (error) {
        if (this.closed || !isUnavailable(error)) throw error
        this.log.warn({ err: error, waitMs }, 'database not available, waiting')
        await new Promise((resolve) => setTimeout(resolve, waitMs))
      }
    }
  }

  async close(): Promise<void> {
    this.closed = true
    await this.pool.end()
  }
}

/** Tells whether the error says that the database cannot be used now, and nothing about the query. */
export function isUnavailable(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = (error as NodeJS.ErrnoException).code ?? ''
  return (
    UNAVAILABLE_STATE.test(code) ||
    UNAVAILABLE_ERRNOS.has(code) ||
    /connection (terminated|timeout|error)|timeout exceeded when trying to connect|query read timeout|client (was closed|has encountered)/i.test(
      error.message,
    )
  )
}

function isConflict(error: unknown): boolean {
  return RETRIABLE_CODES.has((error as NodeJS.ErrnoException).code ?? '')
}

async function retryConflicts<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isConflict(error) || tries > RETRIES_MAX) throw error
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 10 * tries))
    }
  }
}
