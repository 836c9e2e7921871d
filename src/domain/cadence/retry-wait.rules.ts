import type { ResultType } from '@/domain/results/result-types.rules'

/** The most calls that a step, or a sequence with all its steps, can be allowed. */
export const ATTEMPTS_MAX = 50

/** How long after a call the next one may come at the latest. */
export const RETRY_AFTER_DAYS_MAX = 90

const MINUTE_MS = 60_000
const UNIT_MS = { m: MINUTE_MS, h: 60 * MINUTE_MS, d: 24 * 60 * MINUTE_MS } as const

const WAIT = /^([1-9][0-9]{0,4})([mhd])$/

/** What a call can end with without anybody having been spoken to. After a conversation nothing is tried again. */
export const RETRIED_TYPES = ['Voicemail', 'Busy', 'No Answer', 'Failed'] as const satisfies readonly ResultType[]

export type RetriedType = (typeof RETRIED_TYPES)[number]

/** Returns the milliseconds of a wait such as `10m`, `4h` or `1d`; null for any other text. A day has 24 hours. */
export function waitMs(text: string): number | null {
  const match = WAIT.exec(text)
  if (!match) return null
  const ms = Number(match[1]) * UNIT_MS[match[2] as keyof typeof UNIT_MS]
  return ms <= RETRY_AFTER_DAYS_MAX * UNIT_MS.d ? ms : null
}
