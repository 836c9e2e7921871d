import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/**
 * Runs `work` in a transaction of the driver adapter, on a connection of its own, and commits it. When `work` throws,
 * it rolls the transaction back and throws the same.
 *
 * It does not use Prisma's client, which would take 0.7 ms more of our CPU to open the transaction. That time is for
 * the client's models, which `work` does not use.
 *
 * @param pool where the adapter takes the connection from
 * @param maxMs how long it may be open: then it fails like one whose server gives no answer, and is rolled back
 */
export async function inDriverTransaction<T>(
  adapter: SqlDriverAdapter,
  pool: pg.Pool,
  work: (statements: SqlQueryable) => Promise<T>,
  maxMs?: number,
): Promise<T> {
  const opened = new OpenedTransaction(await adapter.startTransaction(), pool)
  const giveUp = maxMs === undefined ? undefined : setTimeout(() => opened.giveUp(), maxMs)
  try {
    const result = await work(opened)
    await opened.end('COMMIT')
    return result
  } catch (error) {
    // What went wrong before is what the caller has to know.
    await opened.end('ROLLBACK').catch(() => {})
    throw error
  } finally {
    clearTimeout(giveUp)
    await opened.release()
  }
}

/**
 * A transaction that knows when its connection cannot be used again. When the server gave no answer to a statement, it
 * ends the connection instead of giving it back: the server may still be at work on the statement, and whatever is sent
 * after it, a ROLLBACK too, would wait behind it. Once the transaction has ended, it takes no more statements: its
 * connection is another's by then.
 */
class OpenedTransaction implements SqlQueryable {
  readonly provider
  readonly adapterName
  readonly #silence: Promise<never>
  #fallSilent: (reason: unknown) => void = () => {}
  #isSilent = false
  #hasEnded = false

  constructor(
    private readonly driver: Transaction,
    private readonly pool: pg.Pool,
  ) {
    this.provider = driver.provider
    this.adapterName = driver.adapterName
    this.#silence = new Promise((_, reject) => {
      this.#fallSilent = reject
    })
    this.#silence.catch(() => {})
  }

  queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    return this.#watch(() => this.driver.queryRaw(query))
  }

  executeRaw(query: SqlQuery): Promise<number> {
    return this.#watch(() => this.driver.executeRaw(query))
  }

  async end(statement: 'COMMIT' | 'ROLLBACK'): Promise<void> {
    const ending = this.executeRaw({ sql: statement, args: [], argTypes: [] })
    this.#hasEnded = true
    await ending
  }

  async release(): Promise<void> {
    const close = (_: unknown, client: pg.PoolClient) => void client.end().catch(() => {})
    if (this.#isSilent) this.pool.once('release', close)
    // The adapter's `commit` sends nothing. It releases before it first waits, so no other release comes in between.
    const released = this.driver.commit()
    this.pool.off('release', close)
    await released
  }

  async #watch<R>(statement: () => Promise<R>): Promise<R> {
    if (this.#hasEnded) {
      throw new DriverAdapterError({ kind: 'TransactionAlreadyClosed', cause: 'A statement came after its end.' })
    }
    if (this.#isSilent) return this.#silence
    const answer = statement().catch((error: unknown) => {
      if (!isAnswer(error)) this.#end(error)
      throw error
    })
    return Promise.race([answer, this.#silence])
  }

  #end(reason: unknown): void {
    this.#isSilent = true
    this.#fallSilent(reason)
  }

  /** Fails the statement that is under way, and each that would follow. */
  giveUp(): void {
    this.#end(new DriverAdapterError({ kind: 'SocketTimeout' }))
  }
}

/**
 * Tells whether an error is the server's answer, which has an SQLSTATE. The server then waits for the next statement.
 */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && isDriverAdapterError(error) && error.cause.originalCode !== undefined
}
