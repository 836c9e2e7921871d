import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { RESULT_TYPES, type ResultType } from '@/domain/results/result-types.rules'
import { BarList } from '@/ui/components/bar-list'
import { stateColor, stateWord } from '@/ui/components/state'
import type { BatchDetails } from '@/ui/router-outputs'

type BatchChartsProps = {
  batch: BatchDetails
  /** By what the list below is filtered. */
  chosen: { last: readonly ResultType[]; outcome: string | null }
  onChooseLast: (type: ResultType) => void
  onChooseOutcome: (outcome: string) => void
}

/** Shows how the calls of a batch went: the result of each contact's last call, and the agent's own outcomes. */
export function BatchCharts({ batch, chosen, onChooseLast, onChooseOutcome }: BatchChartsProps) {
  const results = RESULT_TYPES.map((type) => ({
    key: type,
    label: stateWord(type),
    amount: batch.results[type] ?? 0,
    color: stateColor(type),
    pressed: chosen.last.includes(type),
    onPress: () => onChooseLast(type),
  })).filter(({ amount }) => amount > 0)
  const outcomes = batch.outcomes.map(({ name, label, successful, sequences }) => ({
    key: name,
    label: outcomeLabel({ name, label }),
    amount: sequences,
    color: stateColor(successful ? 'Goal Completed' : 'Goal Not Completed'),
    pressed: chosen.outcome === name,
    onPress: () => onChooseOutcome(name),
  }))
  if (results.length === 0) return null
  return (
    <div className="mt-8 grid gap-8 lg:grid-cols-2">
      <section>
        <h2 className="mb-3 font-semibold">Results of calls</h2>
        <BarList bars={results} caption="Contacts by the result of their last call" />
      </section>
      {outcomes.length > 0 && (
        <section>
          <h2 className="mb-3 font-semibold">Outcomes</h2>
          <BarList bars={outcomes} caption="Contacts by the outcomes of their calls" />
        </section>
      )}
    </div>
  )
}
