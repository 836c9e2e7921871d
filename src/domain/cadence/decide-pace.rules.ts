const SECOND_MS = 1_000
const MINUTE_MS = 60_000

/** A slow start begins with this part of what is allowed later. */
const START_SHARE = 10

/** How fast an agent may call at the moment. Moments are epoch milliseconds. */
export type PaceFacts = {
  /** Calls a minute of the agent; null for no limit. */
  perMinuteMax: number | null
  /** Calls a second of the account at the dialer, over all agents that use it; null for no limit. */
  accountPerSecondMax: number | null
  /** When the calls of the agent were placed, of the last minute at least. */
  placedMs: readonly number[]
  /** When the calls of the account were placed, of the last second at least. */
  accountPlacedMs: readonly number[]
  /** The slow start that is under way; null without one. */
  ramp: Ramp | null
}

/** A slow start: a tenth at first, and twice as much after each minute in which somebody answered. */
export type Ramp = {
  startedAtMs: number
  /** When calls since then were answered: by a person, a voicemail, or a busy signal; not `Failed`. */
  answeredMs: readonly number[]
}

export type Pace = {
  /** How many calls may be placed now; null for any number. */
  calls: number | null
  /** When more than that may be placed at the earliest; null when nothing limits. */
  lookAgainMs: number | null
}

/** Decides how many calls an agent may place now, by its own limit, that of its account, and its slow start. */
export function decidePace(facts: PaceFacts, nowMs: number): Pace {
  const { perMinuteMax, accountPerSecondMax, placedMs, accountPlacedMs, ramp } = facts
  const minuteMax = perMinuteMax === null ? null : rampedMax(perMinuteMax, ramp, nowMs)
  const limits = [
    ...(minuteMax === null ? [] : [roomFor(minuteMax, placedMs, MINUTE_MS, nowMs)]),
    ...(accountPerSecondMax === null ? [] : [roomFor(accountPerSecondMax, accountPlacedMs, SECOND_MS, nowMs)]),
  ]
  if (limits.length === 0) return { calls: null, lookAgainMs: null }
  const calls = Math.min(...limits.map((limit) => limit.calls))
  // Where one limit is used up, there is room when the last of those that are has some.
  const tight = limits.filter((limit) => limit.calls === calls)
  return { calls, lookAgainMs: Math.max(...tight.map(({ freeMs }) => freeMs)) }
}

/** Returns how many calls a minute are allowed in a slow start; all of them without one, or when it is over. */
export function rampedMax(perMinuteMax: number, ramp: Ramp | null, nowMs: number): number {
  if (ramp === null) return perMinuteMax
  const minute = (ms: number) => Math.floor((ms - ramp.startedAtMs) / MINUTE_MS)
  const answered = new Set(ramp.answeredMs.map(minute).filter((each) => each >= 0 && each < minute(nowMs)))
  return Math.min(perMinuteMax, Math.ceil(perMinuteMax / START_SHARE) * 2 ** answered.size)
}

/** Tells how many calls fit now into a limit for a length of time, and when the next place in it is free. */
function roomFor(max: number, placedMs: readonly number[], lengthMs: number, nowMs: number) {
  const counted = placedMs.filter((ms) => ms > nowMs - lengthMs).toSorted((a, b) => a - b)
  const calls = Math.max(0, max - counted.length)
  // With places left, these are taken now, and the next is free after the length.
  const leaves = calls > 0 ? (counted[0] ?? nowMs) : (counted[counted.length - max] ?? nowMs)
  return { calls, freeMs: leaves + lengthMs }
}
