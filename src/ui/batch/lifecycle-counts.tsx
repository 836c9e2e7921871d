import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { formatNumber } from '@/ui/components/format-number'
import { State } from '@/ui/components/state'

/** The states of a sequence, from those that are over to those still to come, then the unsuccessful ones. */
export const LIFECYCLE: readonly LifecycleStatus[] = [
  'done',
  'in progress',
  'scheduled',
  'waiting',
  'failed',
  'cancelled',
  'skipped',
]

/**
 * Shows how many sequences are in each state. "Done" says nothing about the result, so the page shows results first.
 */
export function LifecycleCounts({ sequences }: { sequences: Partial<Record<string, number>> }) {
  const parts = LIFECYCLE.map((name) => ({ name, amount: sequences[name] ?? 0 })).filter(({ amount }) => amount > 0)
  return (
    <div className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm">
      <h2 className="text-muted-foreground">Sequences</h2>
      <ul className="flex flex-wrap gap-x-5 gap-y-1" aria-label="Sequences by state" aria-live="polite">
        {parts.map(({ name, amount }) => (
          <li key={name} className="flex items-center gap-1.5">
            <State name={name} />
            <span className="text-muted-foreground">{formatNumber(amount)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
