import { nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'

const HOUR_MS = 3_600_000
const STEP_MS = HOUR_MS / 4
/** Beyond this nobody plans by an estimate. */
const LOOK_AHEAD_MS = 60 * 24 * HOUR_MS

export type CallsToMake = {
  /** Calls of contacts in a timezone. */
  zones: readonly { timezone: string; calls: number }[]
  /** Calls of others that get lines before or in turn with these. */
  ahead: number
  /** Before this moment not all of them are due, whatever the windows say (epoch ms); null where all are. */
  latestDueMs: number | null
}

export type CallingPower = {
  /** Calls at once: 1 or more. */
  lines: number
  /** How long a call takes: more than 0. */
  callMs: number
  /** Null where calls are made at any hour. */
  windows: CallWindows | null
}

/**
 * Estimates when the last of some calls will have ended (epoch ms). It lets the work flow off like water: as long as the
 * windows of a timezone are open, the lines work on its calls, those of the first timezone first, and the calls of others
 * before all of them. More lines never end later, and nothing ends before its windows have been open for a call.
 *
 * @returns null where that is not within 60 days, or the windows never open
 */
export function estimateEnd(work: CallsToMake, power: CallingPower, nowMs: number): number | null {
  const { windows, callMs, lines } = power
  const zones = work.zones.filter(({ calls }) => calls > 0)
  if (zones.length === 0) return nowMs
  const openFrom = (timezone: string, fromMs: number) =>
    windows === null ? fromMs : nextAllowedMoment(windows, timezone, fromMs)
  const earliestMs = Math.max(
    ...zones.map(({ timezone }) => (openFrom(timezone, nowMs) ?? Number.POSITIVE_INFINITY) + callMs),
    ...(work.latestDueMs === null ? [] : [work.latestDueMs + callMs]),
  )
  if (!Number.isFinite(earliestMs)) return null
  const left = zones.map(({ calls }) => calls)
  let ahead = work.ahead
  for (let atMs = nowMs; atMs < nowMs + LOOK_AHEAD_MS; ) {
    const next = Math.min(
      ...zones.map(({ timezone }, at) => (left[at] ? (openFrom(timezone, atMs) ?? Infinity) : Infinity)),
    )
    // Nobody can be called now: go to where the first windows open, a step is too small for a weekend.
    if (next > atMs) {
      atMs = next
      continue
    }
    let capacity = (STEP_MS / callMs) * lines
    const taken = Math.min(ahead, capacity)
    ahead -= taken
    capacity -= taken
    for (const [at, { timezone }] of zones.entries()) {
      const remaining = left[at] ?? 0
      if (remaining === 0 || capacity === 0 || openFrom(timezone, atMs) !== atMs) continue
      const made = Math.min(remaining, capacity)
      left[at] = remaining - made
      capacity -= made
    }
    if (left.every((calls) => calls === 0)) {
      const unusedMs = (capacity * callMs) / lines
      return Math.max(earliestMs, atMs + STEP_MS - unusedMs)
    }
    atMs += STEP_MS
  }
  return null
}
