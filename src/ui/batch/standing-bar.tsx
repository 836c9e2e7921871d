import { SEQUENCE_RESULTS, type SequenceResult } from '@/domain/sequences/sequence-result.rules'
import { FilterFigure } from '@/ui/components/filter-figure'
import { stateColor } from '@/ui/components/state'
import type { BatchDetails } from '@/ui/router-outputs'
import { describeGoal } from './describe-goal'

type StandingBarProps = Pick<BatchDetails, 'standing' | 'accepted'> & {
  /** The results by which the list below is filtered. */
  chosen: readonly SequenceResult[]
  onChoose: (result: SequenceResult) => void
}

/** Those still to come stand at the end. */
const ORDER: readonly SequenceResult[] = [...SEQUENCE_RESULTS.filter((result) => result !== 'open'), 'open']

/**
 * Shows how many contacts of a batch reached the goal, and the results of all others. Each figure filters the list
 * below.
 */
export function StandingBar({ standing, accepted, chosen, onChoose }: StandingBarProps) {
  const parts = ORDER.map((result) => ({ result, amount: standing[result] })).filter(({ amount }) => amount > 0)
  return (
    <section className="border-t pt-4" aria-labelledby="standing-title">
      <h2 id="standing-title" className="text-lg font-semibold tracking-tight" aria-live="polite">
        {describeGoal(standing['goal reached'], accepted)}
      </h2>
      <div className="mt-2 flex h-2 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        {parts.map(({ result, amount }) => (
          <div
            key={result}
            className="min-w-1 transition-[flex-grow] duration-150"
            style={{
              flexGrow: amount,
              flexBasis: 0,
              background: result === 'open' ? 'var(--accent)' : stateColor(result),
            }}
          />
        ))}
      </div>
      <ul className="mt-2 -ml-2 flex flex-wrap gap-x-1 text-sm" aria-label="Contacts by result" aria-live="polite">
        {parts.map(({ result, amount }) => (
          <li key={result}>
            <FilterFigure
              name={result}
              amount={amount}
              pressed={chosen.includes(result)}
              onPress={() => onChoose(result)}
            />
          </li>
        ))}
      </ul>
    </section>
  )
}
