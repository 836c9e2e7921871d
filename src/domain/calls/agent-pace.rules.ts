import { decidePace, type Pace, type Ramp, rampedMax } from '@/domain/cadence/decide-pace.rules'

/**
 * A slow start of an agent that has no limit of its own leads up to this many calls a minute for each of its lines, which
 * is about what calls allow of which most are not answered. From there on nothing limits it.
 */
export const RAMP_CALLS_PER_LINE = 4

/** How fast an agent is to call. Moments are epoch milliseconds. */
export type AgentPace = {
  /** Its own limit; null for none. */
  callsPerMinute: number | null
  lines: number
  /** When its calls of the last minute were requested. */
  requestedMs: readonly number[]
  /** The slow start after a pause that it made itself; null without one. */
  ramp: Ramp | null
}

/** Tells whether a slow start has come to where the agent calls as fast as ever; it has without one. */
export function isRampOver({ callsPerMinute, lines, ramp }: Omit<AgentPace, 'requestedMs'>, nowMs: number): boolean {
  const full = fullPace(callsPerMinute, lines)
  return rampedMax(full, ramp, nowMs) >= full
}

function fullPace(callsPerMinute: number | null, lines: number): number {
  return callsPerMinute ?? lines * RAMP_CALLS_PER_LINE
}

/** Decides how many calls an agent may request now, by its own limit and its slow start. */
export function paceOf(agent: AgentPace, nowMs: number): Pace {
  const { callsPerMinute, lines, requestedMs, ramp } = agent
  return decidePace(
    {
      perMinuteMax: isRampOver(agent, nowMs) ? callsPerMinute : fullPace(callsPerMinute, lines),
      accountPerSecondMax: null,
      placedMs: requestedMs,
      accountPlacedMs: [],
      ramp,
    },
    nowMs,
  )
}
