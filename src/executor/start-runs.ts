import { createHash } from 'node:crypto'
import type { AcceptedEvent } from './accept-events'
import { canonicalJson, type JsonValue } from './canonical-json'
import type { EventBatch, FunctionConfig } from './function-config'
import { laneOf } from './lanes'
import { newUlid } from './ulid'

/** A run to be created. It exists already when another run of its function has the same idempotency key. */
export type NewRun = {
  id: string
  functionId: string
  /** Internal id of the event that starts it. */
  eventId: string
  idempotencyKey: string
  lane: string
  /** How many ms until its first call. An event whose time is in the future starts its runs at that time. */
  delayMs: number
  /** The batch in which the event joins others; null for a run of its own. */
  batch: { key: string; sizeMax: number; intervalMs: number } | null
}

/** Functions by what starts them, made once per registration. */
export type TriggerIndex = Map<string, { config: FunctionConfig; failureOf: string | null }[]>

export function indexTriggers(functions: readonly FunctionConfig[]): TriggerIndex {
  const index: TriggerIndex = new Map()
  for (const config of functions) {
    for (const { event, failureOf } of config.triggers)
      index.set(event, [...(index.get(event) ?? []), { config, failureOf }])
  }
  return index
}

/**
 * Makes the runs that an event starts: one for each function with a trigger of its name, even when two of its triggers
 * match (protocol §9.1). A function has only one run for each `event.id`. Where the function takes its events in
 * batches, the run joins one that waits, if there is any. An event from the future waits by itself: it would hold up
 * the others.
 *
 * @param batchIntervalMs how far apart batches of one key start at least, unless their function says less
 */
export function startRuns(index: TriggerIndex, event: AcceptedEvent, nowMs: number, batchIntervalMs: number): NewRun[] {
  const runs = new Map<string, NewRun>()
  for (const { config, failureOf } of index.get(event.name) ?? []) {
    if (failureOf !== null && failureOf !== event.data.function_id) continue
    const run = newRun(config, event, event.eventId, nowMs)
    runs.set(config.id, config.batch && run.delayMs === 0 ? inBatch(run, config.batch, event, batchIntervalMs) : run)
  }
  return [...runs.values()]
}

/** Makes a run of one function, whatever its triggers are. */
export function newRun(config: FunctionConfig, event: AcceptedEvent, idempotencyKey: string, nowMs: number): NewRun {
  return {
    id: newUlid(nowMs),
    functionId: config.id,
    eventId: event.id,
    idempotencyKey: toIndexKey(idempotencyKey),
    lane: laneOf(config.concurrency.map(({ key }) => ({ functionId: config.id, key, value: valueAt(event, key) }))),
    delayMs: Math.max(event.tsMs - nowMs, 0),
    batch: null,
  }
}

function inBatch(run: NewRun, batch: EventBatch, event: AcceptedEvent, batchIntervalMs: number): NewRun {
  const value = { functionId: run.functionId, key: batch.key, value: valueAt(event, batch.key) }
  return {
    ...run,
    // Only runs of one lane are together: the lane is the run's.
    batch: {
      key: `${laneOf([value])} ${run.lane}`,
      sizeMax: batch.sizeMax,
      intervalMs: Math.min(batch.waitMs, batchIntervalMs),
    },
  }
}

/**
 * Replaces an id by its hash unless it is 1 to 200 characters of printable ASCII. Ids come from outside, and an index
 * cannot hold every one (too long, NUL, half a surrogate pair).
 */
function toIndexKey(key: string): string {
  return /^[ -~]{1,200}$/.test(key) ? key : `sha256:${createHash('sha256').update(JSON.stringify(key)).digest('hex')}`
}

/** Returns the value of a concurrency key as canonical JSON: `null` where the event has no such member. */
function valueAt(event: AcceptedEvent, path: string): string {
  if (path === '') return ''
  let value: JsonValue | undefined = { id: event.eventId, name: event.name, ts: event.tsMs, data: event.data }
  for (const part of path.split('.').slice(1)) {
    const isObject: boolean = value !== null && typeof value === 'object' && !Array.isArray(value)
    value = isObject && Object.hasOwn(value as object, part) ? (value as { [key: string]: JsonValue })[part] : undefined
  }
  return canonicalJson(value ?? null)
}
