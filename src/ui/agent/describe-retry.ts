import type { RetryPolicy } from '@/domain/cadence/retry-policy.schema'
import { RETRIED_TYPES, type RetriedType, waitMs } from '@/domain/cadence/retry-wait.rules'
import { count } from '@/ui/components/format-number'

/** What a call came to, as it is said in a sentence. */
export const RETRIED_WORDS: Record<RetriedType, string> = {
  Voicemail: 'Voicemail',
  Busy: 'Busy',
  'No Answer': 'No answer',
  Failed: 'Failed',
}

const UNITS: Record<string, string> = { m: 'minute', h: 'hour', d: 'day' }

/**
 * Says when a step calls again, a text for each result: `Busy: again after 10 minutes, twice`.
 */
export function describeRetry(policy: RetryPolicy | undefined): string[] {
  return RETRIED_TYPES.flatMap((type) => {
    const retry = policy?.[type]
    // A draft may be half written.
    if (!retry || waitMs(retry.after) === null || !(retry.times > 0)) return []
    const wait = count(Number(retry.after.slice(0, -1)), UNITS[retry.after.slice(-1)] ?? 'minute')
    const often = retry.times === 1 ? 'once' : retry.times === 2 ? 'twice' : `${retry.times} times`
    const other = retry.otherTimeOfDay ? ', on later days at another time' : ''
    return [`${RETRIED_WORDS[type]}: again after ${wait}, ${often}${other}`]
  })
}
