import { formatNumber } from '@/ui/components/format-number'
import { State, type StateName, stateColor } from '@/ui/components/state'
import type { BatchDetails } from '@/ui/router-outputs'
import { describeGoal } from './describe-goal'

type Standing = BatchDetails['standing']

const STATES: readonly { key: keyof Standing; state: StateName }[] = [
  { key: 'goalReached', state: 'goal reached' },
  { key: 'goalNotReached', state: 'goal not reached' },
  { key: 'nobodyReached', state: 'nobody reached' },
  { key: 'failed', state: 'contact failed' },
  { key: 'notCalled', state: 'not called' },
  { key: 'open', state: 'open' },
]

/** Shows how many contacts of a batch reached the goal, and the results of all others. */
export function StandingBar({ standing, accepted }: Pick<BatchDetails, 'standing' | 'accepted'>) {
  const parts = STATES.map((part) => ({ ...part, amount: standing[part.key] })).filter(({ amount }) => amount > 0)
  return (
    <section className="border-t pt-4" aria-labelledby="standing-title">
      <h2 id="standing-title" className="text-lg font-semibold tracking-tight" aria-live="polite">
        {describeGoal(standing.goalReached, accepted)}
      </h2>
      <div className="mt-2 flex h-2 gap-0.5 overflow-hidden rounded-full" aria-hidden>
        {parts.map(({ key, state, amount }) => (
          <div
            key={key}
            className="min-w-1 transition-[flex-grow] duration-150"
            style={{ flexGrow: amount, flexBasis: 0, background: key === 'open' ? 'var(--accent)' : stateColor(state) }}
          />
        ))}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-sm" aria-label="Contacts by result" aria-live="polite">
        {parts.map(({ key, state, amount }) => (
          <li key={key} className="flex items-center gap-1.5">
            <State name={state} />
            <span className="text-muted-foreground">{formatNumber(amount)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}
