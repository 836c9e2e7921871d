import { isInsideWindow, nextAllowedMoment } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'

export type PlannedMoment = {
  dueMs: number
  timezone: string
  /** Nothing but the call windows keeps the call from being placed now: its own moment and all delays have passed. */
  isFree: boolean
}

/**
 * Decides when a planned call is due after the call windows have changed. One outside of the new windows moves to when
 * they open. One that only waits for the former windows to open comes as soon as the new ones allow. Any other keeps its
 * moment, which somebody has asked for.
 *
 * @returns null when it stays, also when the new windows never open
 */
export function decidePlannedMoment(
  planned: PlannedMoment,
  windows: { former: CallWindows; now: CallWindows },
  nowMs: number,
): number | null {
  const { dueMs, timezone, isFree } = planned
  const waitsForOpening =
    isFree && isInsideWindow(windows.former, timezone, dueMs) && !isInsideWindow(windows.former, timezone, dueMs - 1)
  const allowedMs = nextAllowedMoment(windows.now, timezone, waitsForOpening ? nowMs : dueMs)
  return allowedMs === dueMs ? null : allowedMs
}
