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
 * Runs `work` in a transaction of the driver adapter, on a connection of its own, and commits it; or rolls it back when
 * `work` throws, and throws the same.
 *
 * Prisma's client would open it for 0.7 ms more of our CPU; its models are what that is for, and `work` has none.
 *
 * @param pool where the adapter takes the connection from
 */
export async function inDriverTransaction<T>(
  adapter: SqlDriverAdapter,
  pool: pg.Pool,
  work: (statements: SqlQueryable) => Promise<T>,
): Promise<T> {
  const opened = new OpenedTransaction(await adapter.startTransaction(), pool)
  try {
    const result = await work(opened)
    await opened.end('COMMIT')
    return result
  } catch (error) {
    // What went wrong before is what the caller has to know.
    await opened.end('ROLLBACK').catch(() => {})
    throw error
  } finally {
    await opened.release()
  }
}

/**
 * A transaction that ends its connection instead of giving it back, when a statement got no answer of the server's: the
 * server may still be at work on it, and whatever is sent after it, a ROLLBACK too, would wait behind it. And one that
 * takes nothing more once it has ended: its connection is another's by then.
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
      if (!isAnswer(error)) {
        this.#isSilent = true
        this.#fallSilent(error)
      }
      throw error
    })
    return Promise.race([answer, this.#silence])
  }
}

/** Whether the server said it, which has an SQLSTATE: then it waits for the next statement. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && isDriverAdapterError(error) && error.cause.originalCode !== undefined
}
