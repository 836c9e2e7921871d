import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const STEP_MS = HOUR_MS / 4
/** Beyond this nobody plans by an estimate. */
const LOOK_AHEAD_MS = 60 * 24 * HOUR_MS

/** Calls that may be made at the same hours. */
export type CallGroup = {
  calls: number
  /** Returns the first moment from `fromMs` on at which they may be made (epoch ms); null when there is none. */
  opensFrom: (fromMs: number) => number | null
}

export type CallsToMake = {
  groups: readonly CallGroup[]
  /** Calls of others that get lines before or in turn with these. */
  ahead: number
  /** Before this moment not all of them are due, whatever the hours say (epoch ms); null where all are. */
  latestDueMs: number | null
}

export type CallingPower = {
  /** Calls at once: 1 or more. */
  lines: number
  /** How long a call takes: more than 0. */
  callMs: number
  /** Calls that begin in a minute at most; null for no limit but the lines. */
  callsPerMinute: number | null
}

/**
 * Makes groups of calls that keep to call windows alone.
 *
 * @param windows null where calls are made at any hour
 */
export function groupsInWindows(
  zones: readonly { timezone: string; calls: number }[],
  windows: CallWindows | null,
): CallGroup[] {
  return zones.map(({ timezone, calls }) => ({
    calls,
    opensFrom: (fromMs) => (windows === null ? fromMs : nextAllowedMoment(windows, timezone, fromMs)),
  }))
}

/** Returns how many calls are made in a millisecond: as many as the lines carry, and no more than may begin. */
function callsPerMs({ lines, callMs, callsPerMinute }: CallingPower): number {
  return Math.min(lines / callMs, (callsPerMinute ?? Number.POSITIVE_INFINITY) / MINUTE_MS)
}

/** Returns how many hours calls take while they may be made at any hour and nobody else is called. */
export function hoursNeeded(calls: number, power: CallingPower): number {
  return calls / callsPerMs(power) / HOUR_MS
}

/**
 * Estimates when the last of some calls will have ended (epoch ms). It lets the work flow off like water: as long as the
 * hours of a group are open, the lines work on its calls, those of the first group first, and the calls of others before
 * all of them. More lines never end later, and nothing ends before its hours have been open for a call.
 *
 * @returns null where that is not within 60 days, or the hours never open
 */
export function estimateEnd(work: CallsToMake, power: CallingPower, nowMs: number): number | null {
  const { callMs } = power
  const rate = callsPerMs(power)
  const groups = work.groups.filter(({ calls }) => calls > 0).map((group) => new OpenGroup(group))
  if (groups.length === 0) return nowMs
  const earliestMs = Math.max(
    ...groups.map((group) => group.openFrom(nowMs) + callMs),
    ...(work.latestDueMs === null ? [] : [work.latestDueMs + callMs]),
  )
  if (!Number.isFinite(earliestMs)) return null
  let ahead = work.ahead
  for (let atMs = nowMs; atMs < nowMs + LOOK_AHEAD_MS; ) {
    const next = Math.min(...groups.map((group) => (group.left > 0 ? group.openFrom(atMs) : Infinity)))
    // Nobody can be called now: go to where the first hours open, a step is too small for a weekend.
    if (next > atMs) {
      atMs = next
      continue
    }
    let capacity = STEP_MS * rate
    const taken = Math.min(ahead, capacity)
    ahead -= taken
    capacity -= taken
    for (const group of groups) {
      if (group.left === 0 || capacity === 0 || group.openFrom(atMs) !== atMs) continue
      const made = Math.min(group.left, capacity)
      group.left -= made
      capacity -= made
    }
    if (groups.every(({ left }) => left === 0)) return Math.max(earliestMs, atMs + STEP_MS - capacity / rate)
    atMs += STEP_MS
  }
  return null
}

/** A group whose calls become fewer. It is asked once for each time that it is closed, since that may be dear. */
class OpenGroup {
  left: number
  readonly #opensFrom: CallGroup['opensFrom']
  #closed = { fromMs: 0, untilMs: 0 }

  constructor({ calls, opensFrom }: CallGroup) {
    this.left = calls
    this.#opensFrom = opensFrom
  }

  openFrom(ms: number): number {
    const { fromMs, untilMs } = this.#closed
    if (fromMs <= ms && ms < untilMs) return untilMs
    const opens = this.#opensFrom(ms) ?? Number.POSITIVE_INFINITY
    this.#closed = { fromMs: ms, untilMs: opens }
    return opens
  }
}
