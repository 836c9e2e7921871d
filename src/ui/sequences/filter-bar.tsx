'use client'

import { type FormEvent, useState } from 'react'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { RESULT_TYPES } from '@/domain/results/result-types.rules'
import { SEQUENCE_RESULTS } from '@/domain/sequences/sequence-result.rules'
import { LIFECYCLE_STATUSES } from '@/domain/sequences/sequence-statuses.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { Popover, PopoverContent, PopoverTrigger } from '@/ui/components/popover'
import { Select, SelectContent, SelectItem, SelectTrigger } from '@/ui/components/select'
import { State, stateWord } from '@/ui/components/state'
import type { AgentSummary } from '@/ui/router-outputs'
import type { SequenceFilters } from './use-sequence-filter'

const ANY = 'any'

type FilterBarProps = {
  filter: SequenceFilters
  /** Called before each change: a cursor of the old list means nothing in the new one. */
  onChange: () => void
  /** To choose from; absent on the page of one batch. */
  agents?: readonly AgentSummary[]
}

/** Chooses which contacts a list shows. What is rarer is under "More filters"; all that is set can be taken off. */
export function FilterBar({ filter, onChange, agents }: FilterBarProps) {
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
        <Select value={filters.agent ?? ANY} onValueChange={(value) => change({ agent: value === ANY ? null : value })}>
          <SelectTrigger aria-label="Agent" className="w-44 max-sm:w-0 max-sm:min-w-36 max-sm:flex-1" />
          <SelectContent>
            <SelectItem value={ANY}>Any agent</SelectItem>
            {agents.map((agent) => (
              <SelectItem key={agent.agentId} value={agent.agentId}>
                {agent.name}
              </SelectItem>
            ))}
          </SelectContent>
        </Select>
      )}
      <MoreFilters filter={filter} change={change} withTests={agents !== undefined} />
      <Chips filter={filter} change={change} />
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

type OneOfProps<Word extends string> = {
  label: string
  any: string
  words: readonly Word[]
  chosen: Word | null
  several?: boolean
  onChoose: (word: Word | null) => void
}

function OneOf<Word extends string>({ label, any, words, chosen, several, onChoose }: OneOfProps<Word>) {
  return (
    <Select
      value={several ? '' : (chosen ?? ANY)}
      onValueChange={(value) => onChoose(words.find((word) => word === value) ?? null)}
    >
      <SelectTrigger
        aria-label={label}
        placeholder="Several"
        className="w-44 max-sm:w-0 max-sm:min-w-36 max-sm:flex-1"
      />
      <SelectContent>
        <SelectItem value={ANY}>{any}</SelectItem>
        {words.map((word) => (
          <SelectItem key={word} value={word}>
            <State name={word} />
          </SelectItem>
        ))}
      </SelectContent>
    </Select>
  )
}

type Change = (next: Parameters<SequenceFilters['setFilters']>[0]) => void

type MoreFiltersProps = {
  filter: SequenceFilters
  change: Change
  /** False for the list of one batch, which is of tests or not. */
  withTests: boolean
}

function MoreFilters({ filter: { filters }, change, withTests }: MoreFiltersProps) {
  const [open, setOpen] = useState(false)
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '').trim() || null
    const last = RESULT_TYPES.filter((type) => form.getAll('last').includes(type))
    const variable = text('variable')
    change({
      last: last.length > 0 ? last : null,
      outcome: text('outcome'),
      from: text('from'),
      to: text('to'),
      calledFrom: text('calledFrom'),
      calledTo: text('calledTo'),
      tests: form.has('tests') || null,
      variable,
      value: variable && text('value'),
    })
    setOpen(false)
  }
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>
        <Button>More filters</Button>
      </PopoverTrigger>
      <PopoverContent align="start" className="w-80 p-4">
        <form onSubmit={submit} className="grid gap-3">
          <fieldset className="grid gap-1.5">
            <legend className="mb-1 text-sm font-medium">Last call</legend>
            <div className="grid grid-cols-2 gap-1.5">
              {RESULT_TYPES.map((type) => (
                <label key={type} className="flex items-center gap-2 text-sm">
                  <input
                    type="checkbox"
                    name="last"
                    value={type}
                    defaultChecked={filters.last?.includes(type)}
                    className="size-4 accent-primary"
                  />
                  {stateWord(type)}
                </label>
              ))}
            </div>
          </fieldset>
          <Field label="Outcome">
            <Input name="outcome" defaultValue={filters.outcome ?? ''} maxLength={200} placeholder="interested" />
          </Field>
          <Days what="Enrolled" names={['from', 'to']} filters={filters} />
          <Days what="Last called" names={['calledFrom', 'calledTo']} filters={filters} />
          <div className="grid grid-cols-2 gap-2">
            <Field label="Variable">
              <Input name="variable" defaultValue={filters.variable ?? ''} maxLength={128} placeholder="account_id" />
            </Field>
            <Field label="Is exactly">
              <Input name="value" defaultValue={filters.value ?? ''} maxLength={2000} />
            </Field>
          </div>
          {withTests && (
            <label className="flex items-center gap-2 text-sm">
              <input
                type="checkbox"
                name="tests"
                defaultChecked={filters.tests === true}
                className="size-4 accent-primary"
              />
              Show tests too
            </label>
          )}
          <Button type="submit" variant="primary" className="justify-self-end">
            Apply filters
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  )
}

type DaysProps = {
  /** What was done on those days: "Enrolled". */
  what: string
  names: readonly [DayName, DayName]
  filters: SequenceFilters['filters']
}

type DayName = 'from' | 'to' | 'calledFrom' | 'calledTo'

/** Asks for the first and the last of some days. */
function Days({ what, names: [from, to], filters }: DaysProps) {
  return (
    <div className="grid grid-cols-2 gap-2">
      <Field label={`${what} from`}>
        <Input type="date" name={from} defaultValue={filters[from] ?? ''} />
      </Field>
      <Field label={`${what} until`}>
        <Input type="date" name={to} defaultValue={filters[to] ?? ''} />
      </Field>
    </div>
  )
}

/** What is set and shows in no select, each with its way off. */
function Chips({ filter: { filters }, change }: { filter: SequenceFilters; change: Change }) {
  const chips: { key: string; text: string; off: Parameters<Change>[0] }[] = []
  if ((filters.result?.length ?? 0) > 1) {
    chips.push({ key: 'result', text: (filters.result ?? []).map(stateWord).join(' or '), off: { result: null } })
  }
  if (filters.last) {
    chips.push({ key: 'last', text: `Last call: ${filters.last.map(stateWord).join(' or ')}`, off: { last: null } })
  }
  if (filters.outcome)
    chips.push({ key: 'outcome', text: `Outcome: ${outcomeLabel({ name: filters.outcome })}`, off: { outcome: null } })
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
