import { formatNumber } from '@/ui/components/format-number'

/** Writes `15 of 60 reached, 25 %`. A share that rounds to 0 or 100 and is not is written as under 1 or over 99. */
export function describeRate(reached: number, of: number): string {
  if (of === 0) return 'Nobody accepted'
  const share = (reached / of) * 100
  const percent = share > 0 && share < 1 ? 'under 1' : share > 99 && share < 100 ? 'over 99' : String(Math.round(share))
  return `${formatNumber(reached)} of ${formatNumber(of)} reached, ${percent} %`
}

/** Shows what has come of the contacts of a batch or an import; quiet before anybody has reached the goal. */
export function ResultRate({ reached, of }: { reached: number; of: number }) {
  return <span className={reached === 0 ? 'text-muted-foreground' : undefined}>{describeRate(reached, of)}</span>
}
