import type { AcceptedEvent } from './accept-events'
import { BatchPace } from './batch-pace'
import type { Database } from './database'
import type { FunctionConfig } from './function-config'
import { indexTriggers, type NewRun, startRuns, type TriggerIndex } from './start-runs'

/** The Go server's default, for a run whose function is not known any more. */
const ATTEMPTS_DEFAULT = 5

/** The registered functions, read from the database at start and whenever a registration changes them. */
export class FunctionRegistry {
  private readonly database: Database
  private readonly batchIntervalMs: number
  private functions = new Map<string, FunctionConfig>()
  private triggers: TriggerIndex = new Map()
  readonly pace = new BatchPace()
  /** True when some function has a concurrency limit, so that waiting jobs can be in lanes. */
  hasLimits = false
  /** The largest limit of all. More jobs than that of one lane can never be admitted together. */
  limitMax = 0

  /** @param batchIntervalMs how far apart batches of one key start at least */
  constructor(database: Database, batchIntervalMs: number) {
    this.database = database
    this.batchIntervalMs = batchIntervalMs
  }

  async load(): Promise<void> {
    const rows = await this.database.query<{ config: FunctionConfig; active: boolean }>(
      'SELECT config, active FROM executor.functions ORDER BY id',
    )
    this.functions = new Map(rows.map((row) => [row.config.id, row.config]))
    this.triggers = indexTriggers(rows.filter((row) => row.active).map((row) => row.config))
    const limits = rows.flatMap((row) => row.config.concurrency.map(({ limit }) => limit))
    this.hasLimits = limits.length > 0
    this.limitMax = Math.max(0, ...limits)
  }

  isListenedTo(eventName: string): boolean {
    return this.triggers.has(eventName)
  }

  startRuns(event: AcceptedEvent, nowMs: number): NewRun[] {
    return startRuns(this.triggers, event, nowMs, this.batchIntervalMs)
  }

  find(functionId: string): FunctionConfig | undefined {
    return this.functions.get(functionId)
  }

  attemptsMax(functionId: string): number {
    return this.functions.get(functionId)?.attemptsMax ?? ATTEMPTS_DEFAULT
  }

  /**
   * Returns the current limit of a function's concurrency key; the lower one if the function has two with the same key,
   * and undefined if it has none.
   */
  limitOf(functionId: string, key: string): number | undefined {
    const limits = this.functions.get(functionId)?.concurrency.filter((entry) => entry.key === key) ?? []
    return limits.length === 0 ? undefined : Math.min(...limits.map((entry) => entry.limit))
  }
}
