import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { formatNumber } from '../components/format-number'
import { State, stateColor } from '../components/state'

/** The order of a sequence's life; the bar reads from what is over to what is to come. */
export const LIFECYCLE: readonly LifecycleStatus[] = [
  'done',
  'in progress',
  'scheduled',
  'waiting',
  'failed',
  'cancelled',
  'skipped',
]

const OPACITY: Partial<Record<LifecycleStatus, number>> = {
  scheduled: 0.75,
  waiting: 0.4,
  skipped: 0.25,
  cancelled: 0.55,
}

/** How many sequences are in which state: a bar for the eye, the figures beside the words for everybody. */
export function LifecycleBar({ sequences }: { sequences: Partial<Record<string, number>> }) {
  const parts = LIFECYCLE.map((name) => ({ name, amount: sequences[name] ?? 0 })).filter(({ amount }) => amount > 0)
  return (
    <div className="mt-4">
      <div className="flex h-2 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        {parts.map(({ name, amount }) => (
          <div
            key={name}
            className="min-w-1 transition-[flex-grow] duration-150"
            style={{ flexGrow: amount, flexBasis: 0, background: stateColor(name), opacity: OPACITY[name] ?? 1 }}
          />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm" aria-label="Sequences by state" aria-live="polite">
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
