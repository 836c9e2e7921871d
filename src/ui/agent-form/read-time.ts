/** The words that a clock of twelve hours has. A day begins at 12 AM, and so midnight is where one ends. */
const WORDS: Readonly<Record<string, string>> = { noon: '12:00', midnight: '24:00' }

/** Tells whether this is a time as call windows have it, `HH:mm` from 00:00 to 24:00. */
export function isTime(text: string): boolean {
  return readTime(text) === text
}

/**
 * Reads a time of day as people type it: `9`, `09:30`, `930`, `5pm`, `17.30`, `24`, `midnight`. Returns `HH:mm`, or null
 * for what is none.
 */
export function readTime(text: string): string | null {
  const word = WORDS[text.trim().toLowerCase()]
  if (word !== undefined) return word
  const match = /^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm|a|p)?\.?$/.exec(text.trim().toLowerCase())
  if (!match) return null
  const [, hourText = '', minuteText = '00', half] = match
  const [hour, minute] = [Number(hourText), Number(minuteText)]
  if (minute > 59) return null
  if (half === undefined) return hour < 24 || (hour === 24 && minute === 0) ? formatTime(hour * 60 + minute) : null
  if (hour < 1 || hour > 12) return null
  return formatTime(((hour % 12) + (half.startsWith('p') ? 12 : 0)) * 60 + minute)
}

/** Writes minutes since midnight, 0 to 1440, as `HH:mm`. */
export function formatTime(minutes: number): string {
  const two = (part: number) => String(part).padStart(2, '0')
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`
}
