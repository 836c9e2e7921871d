import type { Logger } from 'pino'
import { acceptEvents } from './accept-events'
import { AppClient } from './app-client'
import { AppSync } from './app-sync'
import { AnswerApplier } from './apply-answers'
import type { Config } from './config'
import { Database } from './database'
import { Dispatcher } from './dispatcher'
import { EventIngest } from './event-ingest'
import { fireCrons } from './fire-crons'
import { FunctionRegistry } from './function-registry'
import { type Health, HttpServer, type StoreResult } from './http-server'
import { reclaimJobs } from './lease-jobs'
import { migrate } from './migrate'
import { PRESENCE_LOCK_CLASS, Presence } from './presence'
import { removeOldRuns } from './remove-old-runs'
import { retryDelayMs } from './retry-delay'
import { readRunState } from './run-state'
import type { EventIdSeed } from './ulid'

const TICK_MS = 1_000
const CLEAN_UP_MS = 60_000
/** How long the other executors may need to reconnect after Postgres was away, before their jobs are taken over. */
const RECLAIM_GRACE_MS = 5_000
/** How often the app is asked for its list at most, for one event name that no function listens to. */
const UNHEARD_MS = 1_000
const UNHEARD_NAMES_MAX = 1_000
const STOP_GRACE_MS = 10_000

/** One executor: it wires the parts together and runs what happens at regular times. */
export class Executor {
  private readonly config: Config
  private readonly log: Logger
  private readonly database: Database
  private readonly registry: FunctionRegistry
  private readonly presence: Presence
  private readonly app: AppClient
  private readonly sync: AppSync
  private readonly dispatcher: Dispatcher
  private readonly ingest: EventIngest
  private readonly server: HttpServer
  private readonly timers: NodeJS.Timeout[] = []
  private connections = 0
  private stopping = false
  /** When the app was last asked about events that nobody listens to, by name. */
  private readonly unheardSinceMs = new Map<string, number>()

  constructor(config: Config, log: Logger) {
    this.config = config
    this.log = log
    const signingKey = config.keys?.signingKey ?? null
    this.database = new Database(config.databaseUrl, log)
    this.registry = new FunctionRegistry(this.database, config.batchIntervalMs)
    this.presence = new Presence(
      config.databaseUrl,
      {
        onWake: () => this.dispatcher.kick(),
        onFunctionsChanged: () => this.reload(),
        onConnected: () => this.reconnected(),
      },
      log,
    )
    this.app = new AppClient(config.appUrl, config.callsMax + 1)
    this.sync = new AppSync({
      app: this.app,
      appUrl: config.appUrl,
      database: this.database,
      signingKey,
      onCallable: () => this.dispatcher.resume(),
      onUncallable: () => this.dispatcher.pause(),
      onChanged: () => this.reload(),
      log,
    })
    const applier = new AnswerApplier({
      database: this.database,
      registry: this.registry,
      executorId: this.presence.executorId,
      retryDelayMs: (attempt) => retryDelayMs(attempt, config.backoffBaseMs, Math.random()),
      mayContinue: () => this.dispatcher.mayContinue,
    })
    this.dispatcher = new Dispatcher({
      database: this.database,
      registry: this.registry,
      applier,
      app: this.app,
      signingKey,
      executorId: this.presence.executorId,
      callsMax: config.callsMax,
      onAppDown: () => {
        this.dispatcher.pause()
        if (!this.stopping) void this.sync.sync()
      },
      log,
    })
    this.ingest = new EventIngest(this.database, this.registry, () => this.dispatcher.kick())
    this.server = new HttpServer({
      handlers: {
        store: (body, seed) => this.store(body, seed),
        register: (appId, functions) => this.sync.register(appId, functions),
        readRun: (runId, part) => readRunState(this.database, runId, part),
        checkpoint: (lease, ops) => applier.checkpoint(lease, ops),
        health: () => this.health(),
      },
      keys: config.keys,
      log,
    })
  }

  /**
   * Waits for the database, then listens for requests. The app may start later.
   *
   * @returns the port listened on
   */
  async start(): Promise<number> {
    await this.database.persist(() => migrate(this.database))
    await this.presence.start()
    await this.database.persist(() => this.registry.load())
    const port = await this.server.listen(this.config.port, this.config.host)
    this.dispatcher.start()
    this.sync.start()
    void this.tick()
    this.timers.push(setInterval(() => void this.tick(), TICK_MS))
    this.timers.push(setInterval(() => void this.cleanUp(), CLEAN_UP_MS))
    return port
  }

  /** Stops cleanly: answers requests, waits for calls under way, and gives back the remaining jobs. */
  async stop(): Promise<void> {
    this.stopping = true
    for (const timer of this.timers) clearInterval(timer)
    this.sync.stop()
    // Steps under way may still send events, so the listener goes last.
    await this.dispatcher.stop(STOP_GRACE_MS)
    await this.server.close()
    this.app.close()
    await this.presence.stop()
    await this.database.close()
  }

  private async store(body: unknown, seed: EventIdSeed | null): Promise<StoreResult> {
    const accepted = acceptEvents(body, seed, Date.now())
    if (!accepted.ok) return accepted
    const unheard = accepted.events
      .filter((event) => !this.registry.isListenedTo(event.name))
      .map((event) => event.name)
    if (unheard.length > 0 && !(await this.confirmUnheard(unheard)))
      return {
        ok: false,
        status: 503,
        error: `the app cannot be asked who listens to "${unheard[0]}", so the event would be lost`,
      }
    await this.ingest.store(accepted.events)
    return { ok: true, ids: accepted.events.map((event) => event.id) }
  }

  /**
   * Asks the app for its functions when no function listens to an event, as the app may just have been started with new
   * ones. An accepted event starts its runs now or never.
   *
   * @returns false when the app could not be asked
   */
  private async confirmUnheard(names: string[]): Promise<boolean> {
    const nowMs = Date.now()
    if (names.every((name) => nowMs - (this.unheardSinceMs.get(name) ?? 0) < UNHEARD_MS)) return true
    const result = await this.sync.syncAnew()
    if (!result.ok) return false
    await this.registry.load()
    if (this.unheardSinceMs.size > UNHEARD_NAMES_MAX) this.unheardSinceMs.clear()
    for (const name of names) this.unheardSinceMs.set(name, nowMs)
    return true
  }

  private async health(): Promise<Health> {
    const { last } = this.sync
    const app = { synced: last?.ok === true, error: last && !last.ok ? last.error : null }
    try {
      const [row] = await this.database.query<{ due: number }>(
        `SELECT count(*)::int AS due FROM (
           SELECT FROM executor.jobs WHERE leased_by IS NULL AND at <= now() LIMIT 100000
         ) jobs`,
      )
      const queue = { due: row?.due ?? 0, underWay: this.dispatcher.callsUnderWay }
      return { status: app.synced ? 'ok' : 'degraded', database: true, app, queue }
    } catch {
      return { status: 'degraded', database: false, app, queue: null }
    }
  }

  private reload(): void {
    this.registry.load().then(
      () => this.dispatcher.kick(),
      (error) => this.log.warn({ err: error }, 'could not read the functions'),
    )
  }

  private reconnected(): void {
    this.connections++
    if (this.connections === 1) return
    this.log.info('the database is back')
    this.reload()
  }

  private async tick(): Promise<void> {
    const { connectedSinceMs } = this.presence
    if (connectedSinceMs === null) return
    try {
      // Right after our own first connection there is nobody to wait for: jobs of a dead executor are taken at once.
      const mayReclaim = this.connections === 1 || Date.now() - connectedSinceMs > RECLAIM_GRACE_MS
      const { executorId } = this.presence
      const reclaimed = mayReclaim ? await reclaimJobs(this.database, PRESENCE_LOCK_CLASS, executorId) : 0
      if (reclaimed > 0) this.log.warn({ jobs: reclaimed }, 'took over jobs of an executor that is gone')
      const fired = await fireCrons(this.database, this.registry, Date.now())
      if (reclaimed + fired > 0) this.dispatcher.kick()
    } catch (error) {
      this.log.warn({ err: error }, 'a regular task failed')
    }
  }

  private async cleanUp(): Promise<void> {
    try {
      const removed = await removeOldRuns(this.database, Date.now())
      if (removed > 0) this.log.info({ rows: removed }, 'old runs removed')
    } catch (error) {
      this.log.warn({ err: error }, 'could not remove old runs')
    }
  }
}
