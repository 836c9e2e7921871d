import { isMissed } from './next-call.rules'

/**
 * Says why the call windows of the agent do not count for a call; null when they do. Those who enrolled may have asked for
 * it, and a promise counts as long as it can be kept.
 */
export function windowsBypassedBy(
  call: { bypassWindows: boolean; promisedAt: Date | null },
  nowMs: number,
): 'option' | 'call back' | null {
  if (call.promisedAt !== null && !isMissed({ promisedAtMs: call.promisedAt.getTime() }, nowMs)) return 'call back'
  return call.bypassWindows ? 'option' : null
}
