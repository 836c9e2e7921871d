const UNIT_MS: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1_000 }

/** A run sleeps at most this long (protocol §8). */
export const SLEEP_DAYS_MAX = 366
const SLEEP_MS_MAX = SLEEP_DAYS_MAX * 86_400_000

export type SleepTime = { ok: true; delayMs: number } | { ok: false; message: string }

/**
 * Reads how long a `Sleep` op waits. The SDK puts it in the op's *name*: units concatenated (`1d2h`), an ISO date for
 * `sleepUntil`, or an empty string for a duration of zero or less (protocol §6). A date in the past is no wait.
 *
 * @param nowMs the moment the answer is handled, from which a duration counts
 */
export function parseSleepTime(name: string, nowMs: number): SleepTime {
  const delayMs = durationMs(name) ?? Date.parse(name) - nowMs
  if (Number.isNaN(delayMs)) return { ok: false, message: `"${name}" is neither a duration nor a date` }
  if (delayMs > SLEEP_MS_MAX) return { ok: false, message: `"${name}" is more than ${SLEEP_DAYS_MAX} days` }
  return { ok: true, delayMs: Math.max(delayMs, 0) }
}

function durationMs(name: string): number | null {
  if (!/^(\d+[wdhms])*$/.test(name)) return null
  let sum = 0
  for (const [, count, unit] of name.matchAll(/(\d+)([wdhms])/g)) sum += Number(count) * (UNIT_MS[unit as string] ?? 0)
  return sum
}
