import { count } from '@/ui/components/format-number'

const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const

/**
 * Says how long a step waits after the step before it: `0` → "At once", `90000` → "1 day 1 hour later". Names at most
 * two units.
 */
export function describeDelay(delaySeconds: number): string {
  const parts: string[] = []
  let rest = delaySeconds
  for (const [unit, seconds] of UNITS) {
    const amount = Math.floor(rest / seconds)
    rest -= amount * seconds
    if (amount > 0) parts.push(count(amount, unit))
  }
  return parts.length === 0 ? 'At once' : `${parts.slice(0, 2).join(' ')} later`
}
