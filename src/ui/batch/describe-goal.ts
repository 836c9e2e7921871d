import { formatNumber } from '@/ui/components/format-number'

const percent = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })

/**
 * Writes "Goal: 15 of 60 reached, 25%". A share below 1% is not rounded to 0, and one above 99% is not rounded to 100.
 */
export function describeGoal(reached: number, accepted: number): string {
  const share = accepted === 0 ? 0 : (reached / accepted) * 100
  const shown = share > 0 && share < 1 ? 'under 1' : share > 99 && share < 100 ? 'over 99' : percent.format(share)
  return `Goal: ${formatNumber(reached)} of ${formatNumber(accepted)} reached, ${shown}%`
}
