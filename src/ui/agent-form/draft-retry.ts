import type { RetryPolicy } from '@/domain/cadence/retry-policy.schema'
import { RETRIED_TYPES, type RetriedType } from '@/domain/cadence/retry-wait.rules'

export const WAIT_UNITS = [
  { name: 'minutes', letter: 'm' },
  { name: 'hours', letter: 'h' },
  { name: 'days', letter: 'd' },
] as const

export type WaitUnit = (typeof WAIT_UNITS)[number]['name']

/** What is typed of one kind of result: numbers are texts, and what is not on is kept for whoever turns it on again. */
export type DraftRetry = { on: boolean; wait: string; unit: WaitUnit; times: string; otherTimeOfDay: boolean }

export type DraftRetries = Record<RetriedType, DraftRetry>

/** What is proposed when somebody turns a kind of result on. */
const PROPOSED: DraftRetries = {
  Voicemail: { on: false, wait: '1', unit: 'days', times: '1', otherTimeOfDay: true },
  Busy: { on: false, wait: '10', unit: 'minutes', times: '2', otherTimeOfDay: false },
  'No Answer': { on: false, wait: '4', unit: 'hours', times: '3', otherTimeOfDay: true },
  Failed: { on: false, wait: '15', unit: 'minutes', times: '1', otherTimeOfDay: false },
}

export function toDraftRetries(policy: RetryPolicy | undefined): DraftRetries {
  const drafts = { ...PROPOSED }
  for (const type of RETRIED_TYPES) {
    const retry = policy?.[type]
    if (!retry) continue
    const unit = WAIT_UNITS.find(({ letter }) => retry.after.endsWith(letter))?.name ?? 'minutes'
    const wait = retry.after.slice(0, -1)
    drafts[type] = { on: true, wait, unit, times: String(retry.times), otherTimeOfDay: retry.otherTimeOfDay }
  }
  return drafts
}

/** Returns the policy of what is on; undefined when nothing is. It is not checked. */
export function fromDraftRetries(drafts: DraftRetries): RetryPolicy | undefined {
  const on = RETRIED_TYPES.flatMap((type) => {
    const { on, wait, unit, times, otherTimeOfDay } = drafts[type]
    const letter = WAIT_UNITS.find(({ name }) => name === unit)?.letter ?? 'm'
    const after = `${wait.trim()}${letter}`
    return on ? [[type, { after, times: times.trim() === '' ? Number.NaN : Number(times), otherTimeOfDay }]] : []
  })
  return on.length === 0 ? undefined : Object.fromEntries(on)
}
