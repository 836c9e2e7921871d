import { randomInt } from 'node:crypto'
import { Client } from 'pg'
import type { Logger } from 'pino'

/** Class of the advisory locks by which executors show that they live ("exec" as a number). */
export const PRESENCE_LOCK_CLASS = 0x65786563

/** Channels: a job is waiting; the registered functions have changed. */
const WAKE_CHANNEL = 'executor_wake'
export const FUNCTIONS_CHANNEL = 'executor_functions'

/** The SQL that wakes the other executors, for the end of a transaction. */
export const NOTIFY_WAKE_SQL = `NOTIFY ${WAKE_CHANNEL}`

const RECONNECT_MS = 250

type Events = {
  onWake: () => void
  onFunctionsChanged: () => void
  /** The connection is up, for the first time or again. Notifications sent meanwhile were missed. */
  onConnected: () => void
}

/**
 * The executor's one lasting connection. It listens for the others' notifications and holds a session lock on this
 * executor's number. When the process dies, however it dies, Postgres releases the lock, and others take its jobs.
 *
 * It needs a real session, so `DATABASE_URL` must not lead through a transaction-pooling proxy.
 */
export class Presence {
  /** Names this executor in leases. New with every start. */
  readonly executorId = randomInt(1, 2 ** 31 - 1)
  /** When the connection was last established, in ms; null while it is down. */
  connectedSinceMs: number | null = null
  private readonly url: string
  private readonly events: Events
  private readonly log: Logger
  private client: Client | null = null
  private stopped = false

  constructor(url: string, events: Events, log: Logger) {
    this.url = url
    this.events = events
    this.log = log
  }

  /** Connects, and connects again whenever the connection is lost. Resolves at the first success. */
  async start(): Promise<void> {
    while (!this.stopped) {
      try {
        return await this.connect()
      } catch (error) {
        this.log.warn({ err: error }, 'cannot listen on the database, trying again')
        await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS))
      }
    }
  }

  async stop(): Promise<void> {
    this.stopped = true
    await this.client?.end().catch(() => {})
  }

  private async connect(): Promise<void> {
    const client = new Client({ connectionString: this.url, keepAlive: true, application_name: 'executor presence' })
    client.on('error', (error) => this.log.warn({ err: error }, 'lost the listening connection'))
    client.on('notification', (message) => {
      if (message.channel === WAKE_CHANNEL) this.events.onWake()
      else this.events.onFunctionsChanged()
    })
    try {
      await client.connect()
      await client.query('SELECT pg_advisory_lock($1, $2)', [PRESENCE_LOCK_CLASS, this.executorId])
      await client.query(`LISTEN ${WAKE_CHANNEL}`)
      await client.query(`LISTEN ${FUNCTIONS_CHANNEL}`)
    } catch (error) {
      await client.end().catch(() => {})
      throw error
    }
    client.once('end', () => {
      this.connectedSinceMs = null
      if (!this.stopped) void this.start()
    })
    this.client = client
    this.connectedSinceMs = Date.now()
    this.events.onConnected()
  }
}
