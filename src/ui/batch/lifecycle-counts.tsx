import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { FilterFigure } from '@/ui/components/filter-figure'

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

type LifecycleCountsProps = {
  sequences: Partial<Record<string, number>>
  /** The state by which the list below is filtered. */
  chosen: LifecycleStatus | null
  onChoose: (status: LifecycleStatus) => void
}

/**
 * Shows how many sequences are in each state. "Done" says nothing about the result, so the page shows results first.
 */
export function LifecycleCounts({ sequences, chosen, onChoose }: LifecycleCountsProps) {
  const parts = LIFECYCLE.map((name) => ({ name, amount: sequences[name] ?? 0 })).filter(({ amount }) => amount > 0)
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm">
      <h2 className="text-muted-foreground">Sequences</h2>
      <ul className="flex flex-wrap gap-x-1" aria-label="Sequences by state" aria-live="polite">
        {parts.map(({ name, amount }) => (
          <li key={name}>
            <FilterFigure name={name} amount={amount} pressed={chosen === name} onPress={() => onChoose(name)} />
          </li>
        ))}
      </ul>
    </div>
  )
}
