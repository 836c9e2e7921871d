import { AsyncLocalStorage } from 'node:async_hooks'
import type { PrismaPg } from '@prisma/adapter-pg'
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type Transaction,
} from '@prisma/driver-adapter-utils'
import type pg from 'pg'

/** Where the driver's side of the transaction is put that Prisma opens for whoever runs with it. */
type Opening = { opened?: SqlQueryable }

/** Runs `open`, which opens a transaction through Prisma, and hands it the driver's side of that transaction. */
type WithDriverTransaction = <T>(open: (driverTransaction: () => SqlQueryable) => Promise<T>) => Promise<T>

/**
 * The driver adapter, whose transactions are watched, and what finds them. The two belong together and are kept together:
 * Next loads this module once per bundle, and what is found by one of them may have been opened by the adapter of another.
 */
export function watchAdapter(
  factory: PrismaPg,
  pool: pg.Pool,
): { adapter: SqlDriverAdapterFactory; withDriverTransaction: WithDriverTransaction } {
  const openings = new AsyncLocalStorage<Opening>()
  return {
    adapter: {
      provider: factory.provider,
      adapterName: factory.adapterName,
      async connect(): Promise<SqlDriverAdapter> {
        const adapter = await factory.connect()
        const startTransaction = adapter.startTransaction.bind(adapter)
        return Object.assign(adapter, {
          async startTransaction(isolationLevel: Parameters<typeof startTransaction>[0]): Promise<Transaction> {
            const opening = openings.getStore()
            const opened = new WatchedTransaction(await startTransaction(isolationLevel), pool)
            if (opening) opening.opened ??= opened
            return opened
          },
        })
      },
    },
    withDriverTransaction: (open) => {
      const opening: Opening = {}
      return openings.run(opening, () =>
        open(() => {
          // Another transaction that is begun within this one must not take its place.
          const { opened } = opening
          if (!opened) throw new Error('Prisma opened a transaction past its driver adapter.')
          return opened
        }),
      )
    },
  }
}

/**
 * A transaction that ends its connection instead of giving it back, when a statement got no answer of the server's: the
 * server may still be at work on it, and whatever is sent after it, a ROLLBACK too, would wait behind it. And one that
 * takes nothing more once it has ended: its connection is another's by then.
 */
class WatchedTransaction implements Transaction {
  readonly provider
  readonly adapterName
  readonly options
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
    this.options = driver.options
    this.#silence = new Promise((_, reject) => {
      this.#fallSilent = reject
    })
    this.#silence.catch(() => {})
  }

  queryRaw(query: SqlQuery) {
    return this.#watch(() => this.driver.queryRaw(query))
  }

  executeRaw(query: SqlQuery) {
    return this.#watch(() => this.driver.executeRaw(query))
  }

  async createSavepoint(name: string) {
    await this.#watch(async () => this.driver.createSavepoint?.(name))
  }

  async rollbackToSavepoint(name: string) {
    await this.#watch(async () => this.driver.rollbackToSavepoint?.(name))
  }

  async releaseSavepoint(name: string) {
    await this.#watch(async () => this.driver.releaseSavepoint?.(name))
  }

  commit() {
    return this.#release(() => this.driver.commit())
  }

  rollback() {
    return this.#release(() => this.driver.rollback())
  }

  async #watch<T>(statement: () => Promise<T>): Promise<T> {
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

  /** Prisma has sent the COMMIT or ROLLBACK as a statement; what is left for the adapter to do is to release. */
  async #release(release: () => Promise<void>): Promise<void> {
    this.#hasEnded = true
    const end = (_: unknown, client: pg.PoolClient) => void client.end().catch(() => {})
    if (this.#isSilent) this.pool.once('release', end)
    // It releases before it first waits, so that no other connection's release comes in between.
    const released = release()
    this.pool.off('release', end)
    await released
  }
}

/** Whether the server said it, which has an SQLSTATE: then it waits for the next statement. */
function isAnswer(error: unknown): boolean {
  return error instanceof Error && isDriverAdapterError(error) && error.cause.originalCode !== undefined
}
