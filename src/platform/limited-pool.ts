import pg from 'pg'
import { isInBackground } from './background'
import { requestWait } from './request-context'

type Connected = Parameters<pg.Pool['connect']>[0]

/**
 * A pool for which a request waits so long and no longer, however often it needs a connection: the pool's own limit is
 * for one wait, and a request that asks ten times would wait ten times.
 */
export class LimitedPool extends pg.Pool {
  readonly #waitOfRequestMaxMs: number

  constructor(config: pg.PoolConfig, waitOfRequestMaxMs: number) {
    super(config)
    this.#waitOfRequestMaxMs = waitOfRequestMaxMs
  }

  override connect(): Promise<pg.PoolClient>
  override connect(callback: Connected): void
  override connect(callback?: Connected): Promise<pg.PoolClient> | undefined {
    const connected = this.#connect()
    if (!callback) return connected
    connected.then(
      (client) => callback(undefined, client, client.release),
      (error: Error) => callback(error, undefined, () => {}),
    )
    return undefined
  }

  async #connect(): Promise<pg.PoolClient> {
    const wait = isInBackground() ? undefined : requestWait()
    if (this.idleCount > 0 || !wait) return super.connect()
    if (wait.totalMs() >= this.#waitOfRequestMaxMs) throw new Error('timeout exceeded when trying to connect')
    const ended = wait.begin()
    try {
      return await super.connect()
    } finally {
      ended()
    }
  }
}
