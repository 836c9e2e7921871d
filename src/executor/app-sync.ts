import type { Logger } from 'pino'
import { z } from 'zod'
import type { AppClient } from './app-client'
import { canonicalJson } from './canonical-json'
import type { Database } from './database'
import { parseFunctionConfigs } from './function-config'
import { isSignatureValid, signBody } from './signatures'
import { storeFunctions } from './store-functions'

/** How often the app is asked while it is not up. */
const RETRY_MS = 500
/** How often a running app is asked again, so that a changed list is noticed. It costs the app a few milliseconds. */
const REFRESH_MS = 10_000
const SYNC_TIMEOUT_MS = 60_000

const registrationSchema = z.object({ app_id: z.string().min(1), functions: z.array(z.unknown()) })

export type SyncResult =
  | { ok: true; changed: boolean }
  /**
   * `callable`: the app is up and has our key, and only its registration is refused or cannot be stored. The functions
   * of before stay in force.
   */
  | { ok: false; callable: boolean; error: string }

type AppSyncOptions = {
  app: AppClient
  appUrl: string
  database: Database
  signingKey: string | null
  onCallable: () => void
  /** The app cannot be called; calls would only use up the attempts of their runs. */
  onUncallable: () => void
  onChanged: () => void
  log: Logger
}

/**
 * Asks the app for its functions (protocol §2.1): at start until it answers, then regularly, and whenever somebody asks
 * for it.
 */
export class AppSync {
  private readonly options: AppSyncOptions
  private timer: NodeJS.Timeout | null = null
  private current: Promise<SyncResult> | null = null
  private stopped = false
  /** The outcome of the last sync; null before the first. */
  last: SyncResult | null = null

  constructor(options: AppSyncOptions) {
    this.options = options
  }

  start(): void {
    void this.sync()
  }

  stop(): void {
    this.stopped = true
    if (this.timer) clearTimeout(this.timer)
  }

  /** Syncs now, or joins the sync under way. Never throws. */
  sync(): Promise<SyncResult> {
    this.current ??= this.syncOnce().finally(() => {
      this.current = null
    })
    return this.current
  }

  /** Syncs with a request that is sent from now on, and does not join one that is under way. Never throws. */
  async syncAnew(): Promise<SyncResult> {
    await this.current
    return this.sync()
  }

  /** Takes the list of an app that registers by itself (`POST /fn/register`, protocol §2.2). */
  async register(appId: string, functions: unknown): Promise<SyncResult> {
    const parsed = parseFunctionConfigs(functions)
    if (!parsed.ok) return { ok: false, callable: true, error: parsed.problems.join('; ') }
    const { database, log, onChanged } = this.options
    const changed = await storeFunctions(database, appId, parsed.functions, Date.now())
    if (changed) {
      log.info({ app: appId, functions: parsed.functions.map((config) => config.id) }, 'functions registered')
      onChanged()
    }
    return { ok: true, changed }
  }

  private async syncOnce(): Promise<SyncResult> {
    if (this.timer) clearTimeout(this.timer)
    const result = await this.ask().catch(
      (error: Error): SyncResult => ({ ok: false, callable: false, error: error.message }),
    )
    this.report(result)
    this.last = result
    if (result.ok || result.callable) this.options.onCallable()
    else this.options.onUncallable()
    if (!this.stopped) this.timer = setTimeout(() => void this.sync(), result.ok ? REFRESH_MS : RETRY_MS)
    return result
  }

  private async ask(): Promise<SyncResult> {
    const { app, appUrl, signingKey } = this.options
    const body = canonicalJson({ url: appUrl })
    const headers: Record<string, string> = {
      'x-inngest-sync-kind': 'in_band',
      'x-inngest-server-kind': signingKey === null ? 'dev' : 'cloud',
    }
    if (signingKey !== null) headers['x-inngest-signature'] = signBody(body, signingKey, Date.now())
    const answer = await app.send({ method: 'PUT', query: {}, headers, body, timeoutMs: SYNC_TIMEOUT_MS })
    const refused = (error: string): SyncResult => ({ ok: false, callable: false, error })
    if (answer.headers['x-inngest-sdk'] === undefined)
      return refused(`${appUrl} answered with status ${answer.status}, and not as an Inngest app with our signing key`)
    // The app has called /fn/register by itself.
    if (answer.headers['x-inngest-sync-kind'] === 'out_of_band') return { ok: true, changed: false }
    if (answer.status !== 200)
      return refused(`the app refused to sync with status ${answer.status}: ${answer.body.slice(0, 500)}`)
    if (
      signingKey !== null &&
      !isSignatureValid(answer.headers['x-inngest-signature'], answer.body, signingKey, Date.now())
    )
      return refused('the signature of the registration is missing or wrong')
    const registration = registrationSchema.safeParse(JSON.parse(answer.body))
    if (!registration.success) return refused(`the registration cannot be read: ${z.prettifyError(registration.error)}`)
    const { app_id: appId, functions } = registration.data
    // The app has answered well by now. What fails from here on is the database, and must not stop the calls to the app.
    return this.register(appId, functions).catch(
      ({ message }: Error): SyncResult => ({
        ok: false,
        callable: true,
        error: `the functions could not be stored: ${message}`,
      }),
    )
  }

  /** Logs what has changed since the last sync, so that the same trouble is not logged twice a second. */
  private report(result: SyncResult): void {
    const { log, appUrl } = this.options
    const before = this.last
    if (result.ok && !before?.ok) log.info({ app: appUrl }, 'in sync with the app')
    if (!result.ok && (before === null || before.ok || before.error !== result.error))
      log[result.callable ? 'error' : 'warn']({ app: appUrl, reason: result.error }, 'not in sync with the app')
  }
}
