import type { CapSettings } from '@/domain/contact-safety/cap.schema'

/** Caps as they are typed: an empty text is no limit. */
export type CapDraft = Record<keyof CapSettings, string>

export const CAP_WORDS: readonly { cap: keyof CapSettings; label: string; hint: string }[] = [
  { cap: 'callsPerDay', label: 'Calls in any 24 hours', hint: 'Of one number, however many agents call it.' },
  { cap: 'callsPerWeek', label: 'Calls in any 7 days', hint: 'Of one number.' },
  { cap: 'gapMinutes', label: 'Minutes between two calls', hint: 'From one call of a number to the next.' },
  { cap: 'restDays', label: 'Days of rest', hint: 'After somebody was spoken to.' },
]

export function toCapDraft(caps: CapSettings): CapDraft {
  const texts = CAP_WORDS.map(({ cap }) => [cap, caps[cap] === null ? '' : String(caps[cap])])
  return Object.fromEntries(texts) as CapDraft
}

/** Says which caps are no whole number of 1 or more. How many there may be at most the server says. */
export function capFaults(draft: CapDraft): Partial<CapDraft> {
  const faulty = CAP_WORDS.filter(({ cap }) => !/^\s*(?:[1-9]\d*)?\s*$/.test(draft[cap]))
  return Object.fromEntries(
    faulty.map(({ cap }) => [cap, 'Give a whole number from 1, or leave it empty for no limit.']),
  )
}

/** Reads caps as they were typed. What is no number becomes NaN, which no schema takes. */
export function fromCapDraft(draft: CapDraft): CapSettings {
  const numbers = CAP_WORDS.map(({ cap }) => [cap, draft[cap].trim() === '' ? null : Number(draft[cap])])
  return Object.fromEntries(numbers) as CapSettings
}

/** Says what caps there are, in words: "3 calls in 24 hours, 7 days of rest"; null when there are none. */
export function describeCaps({ callsPerDay, callsPerWeek, gapMinutes, restDays }: CapSettings): string | null {
  const parts = [
    callsPerDay !== null && `${callsPerDay} ${callsPerDay === 1 ? 'call' : 'calls'} in 24 hours`,
    callsPerWeek !== null && `${callsPerWeek} ${callsPerWeek === 1 ? 'call' : 'calls'} in 7 days`,
    gapMinutes !== null && `${gapMinutes} ${gapMinutes === 1 ? 'minute' : 'minutes'} between two calls`,
    restDays !== null && `${restDays} ${restDays === 1 ? 'day' : 'days'} of rest after a conversation`,
  ].filter((part) => part !== false)
  return parts.length === 0 ? null : parts.join(', ')
}
