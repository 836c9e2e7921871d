'use client'

import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { SEQUENCE_RESULTS } from '@/domain/sequences/sequence-result.rules'
import { LIFECYCLE_STATUSES } from '@/domain/sequences/sequence-statuses.rules'
import { Button } from '@/ui/components/button'
import { X } from '@/ui/components/icons/x'
import { type StateName, stateWord } from '@/ui/components/state'
import { FilterSelect } from '@/ui/lists/filter-select'
import type { AgentSummary, BatchDetails } from '@/ui/router-outputs'
import { MoreFilters } from './more-filters'
import type { SequenceFilters } from './use-sequence-filter'

type FilterBarProps = {
  filter: SequenceFilters
  /** Called before each change: a cursor of the old list means nothing in the new one. */
  onChange: () => void
  /** To choose from; absent on the page of one batch. */
  agents?: readonly AgentSummary[]
  /** With the labels that their agent gave them, where the list is of one batch. */
  outcomes?: BatchDetails['outcomes']
}

/** Chooses which contacts a list shows. What is rarer is under "More filters"; all that is set can be taken off. */
export function FilterBar({ filter, onChange, agents, outcomes }: FilterBarProps) {
  const { filters, setFilters, clear, isFiltered } = filter
  const change = (next: Parameters<typeof setFilters>[0]) => {
    onChange()
    setFilters(next)
  }
  return (
    <>
      <OneOf
        label="Result"
        any="Any result"
        words={SEQUENCE_RESULTS}
        chosen={filters.result?.length === 1 ? (filters.result[0] ?? null) : null}
        several={(filters.result?.length ?? 0) > 1}
        onChoose={(result) => change({ result: result && [result] })}
      />
      <OneOf
        label="State"
        any="Any state"
        words={LIFECYCLE_STATUSES}
        chosen={filters.status}
        onChoose={(status) => change({ status })}
      />
      {agents && (
        <FilterSelect
          label="Agent"
          any="Any agent"
          className="w-44"
          value={filters.agent}
          options={agents.map((agent) => ({ value: agent.agentId, label: agent.name }))}
          onChange={(agent) => change({ agent })}
        />
      )}
      <MoreFilters filter={filter} change={change} withTests={agents !== undefined} />
      <Chips filter={filter} change={change} outcomes={outcomes} />
      {isFiltered && (
        <Button
          variant="ghost"
          onClick={() => {
            onChange()
            clear()
          }}
        >
          Clear filters
        </Button>
      )}
    </>
  )
}

type OneOfProps<Word extends StateName> = {
  label: string
  any: string
  words: readonly Word[]
  chosen: Word | null
  several?: boolean
  onChoose: (word: Word | null) => void
}

/** The several of an address, which no press can choose here. */
const SEVERAL = 'several'

function OneOf<Word extends StateName>({ label, any, words, chosen, several, onChoose }: OneOfProps<Word>) {
  const options = words.map((word) => ({ value: word, label: stateWord(word) }))
  return (
    <FilterSelect
      label={label}
      any={any}
      className="w-44"
      value={several ? SEVERAL : chosen}
      options={several ? [{ value: SEVERAL, label: 'Several' }, ...options] : options}
      onChange={(value) => onChoose(words.find((word) => word === value) ?? null)}
    />
  )
}

export type Change = (next: Parameters<SequenceFilters['setFilters']>[0]) => void

type ChipsProps = Pick<FilterBarProps, 'filter' | 'outcomes'> & { change: Change }

/** What is set and shows in no select, each with its way off. */
function Chips({ filter: { filters }, change, outcomes = [] }: ChipsProps) {
  const chips: { key: string; text: string; off: Parameters<Change>[0] }[] = []
  if ((filters.result?.length ?? 0) > 1) {
    chips.push({ key: 'result', text: (filters.result ?? []).map(stateWord).join(' or '), off: { result: null } })
  }
  if (filters.last) {
    chips.push({ key: 'last', text: `Last call: ${filters.last.map(stateWord).join(' or ')}`, off: { last: null } })
  }
  if (filters.outcome) {
    const known = outcomes.find(({ name }) => name === filters.outcome) ?? { name: filters.outcome, label: undefined }
    chips.push({ key: 'outcome', text: `Outcome: ${outcomeLabel(known)}`, off: { outcome: null } })
  }
  if (filters.batch) chips.push({ key: 'batch', text: 'One batch', off: { batch: null } })
  if (filters.import) chips.push({ key: 'import', text: 'One import', off: { import: null } })
  const enrolled = daysOf('Enrolled', filters.from, filters.to)
  if (enrolled) chips.push({ key: 'enrolled', text: enrolled, off: { from: null, to: null } })
  const called = daysOf('Last called', filters.calledFrom, filters.calledTo)
  if (called) chips.push({ key: 'called', text: called, off: { calledFrom: null, calledTo: null } })
  if (filters.tests) chips.push({ key: 'tests', text: 'With tests', off: { tests: null } })
  if (filters.variable && filters.value !== null) {
    const text = `${filters.variable} is ${filters.value}`
    chips.push({ key: 'variable', text, off: { variable: null, value: null } })
  }
  return (
    <>
      {chips.map(({ key, text, off }) => (
        <Button
          key={key}
          className="max-w-64 bg-accent"
          aria-label={`Remove the filter ${text}`}
          title={text}
          onClick={() => change(off)}
        >
          <span className="truncate">{text}</span>
          <X aria-hidden />
        </Button>
      ))}
    </>
  )
}

/** Writes "Enrolled on 2027-03-01", or from when to when; null without any. */
function daysOf(what: string, from: string | null, to: string | null): string | null {
  if (from !== null && from === to) return `${what} on ${from}`
  if (from !== null && to !== null) return `${what} from ${from} to ${to}`
  if (from !== null) return `${what} from ${from}`
  return to === null ? null : `${what} until ${to}`
}
