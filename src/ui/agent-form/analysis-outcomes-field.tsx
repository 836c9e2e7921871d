'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useId } from 'react'
import { ANALYSIS_OUTCOMES_MAX } from '@/domain/agents/agent-limits.rules'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Plus } from '@/ui/components/icons/plus'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { NativeSelect } from '@/ui/components/native-select'
import { useTRPC } from '@/ui/trpc-client'
import { type AgentDraft, nextKey } from './agent-draft'
import { controlId, useFault } from './form-context'

type Row = AgentDraft['analysisOutcomes'][number]
type Seen = readonly { field: string; values: readonly string[] }[]

type AnalysisOutcomesFieldProps = {
  agentId: string
  rows: readonly Row[]
  outcomes: AgentDraft['outcomes']
  disabled: boolean
  onChange: (rows: Row[]) => void
}

/** Which outcome a value of the provider's analysis means, with what the last calls have said to choose from. */
export function AnalysisOutcomesField({ agentId, rows, outcomes, disabled, onChange }: AnalysisOutcomesFieldProps) {
  const trpc = useTRPC()
  const fieldsId = useId()
  const fields = useQuery(trpc.agents.analysisFields.queryOptions({ agentId }))
  const seen: Seen = fields.data?.fields ?? []
  const named = outcomes.filter(({ name }) => name.trim() !== '')
  const add = (field: string, value: string) =>
    onChange([...rows, { key: nextKey(), field, value, outcome: named[0]?.name ?? '' }])
  const mayAdd = !disabled && rows.length < ANALYSIS_OUTCOMES_MAX && named.length > 0
  const unused = seen.flatMap(({ field, values }) =>
    values
      .filter((value) => !rows.some((row) => row.field === field && isSame(row.value, value)))
      .map((value) => ({ field, value })),
  )
  return (
    <div className="grid gap-4">
      {rows.length > 0 && (
        <ul className="grid border-t">
          {rows.map((row, index) => (
            <OutcomeOfValue
              key={row.key}
              row={row}
              index={index}
              outcomes={named}
              fieldsId={fieldsId}
              values={seen.find(({ field }) => field === row.field)?.values ?? []}
              disabled={disabled}
              onChange={(changed) => onChange(rows.map((each) => (each.key === row.key ? changed : each)))}
              onRemove={() => onChange(rows.filter(({ key }) => key !== row.key))}
            />
          ))}
        </ul>
      )}
      <datalist id={fieldsId}>
        {seen.map(({ field }) => (
          <option key={field} value={field} />
        ))}
      </datalist>
      {named.length === 0 && (
        <p className="text-sm text-muted-foreground">Give the agent an outcome above, so that a value can mean one.</p>
      )}
      {mayAdd && (
        <Button size="sm" className="w-fit" onClick={() => add('', '')}>
          <Plus aria-hidden />
          Add a value
        </Button>
      )}
      {mayAdd && fields.isSuccess && seen.length === 0 && (
        <p className="text-sm text-muted-foreground">
          What the analysis says is listed here to choose from once a call has ended: place a{' '}
          <Link href={`/agents/${agentId}/test`} className="text-link underline underline-offset-4">
            test call
          </Link>
          .
        </p>
      )}
      {mayAdd && unused.length > 0 && (
        <div>
          <h3 className="text-sm font-medium">Said in the last calls</h3>
          <ul className="mt-1.5 flex flex-wrap gap-1.5">
            {unused.map(({ field, value }) => (
              <li key={`${field} ${value}`} className="min-w-0">
                <Button
                  size="sm"
                  className="h-auto max-w-full py-1 whitespace-normal"
                  aria-label={`Add ${field}: ${value}`}
                  onClick={() => add(field, value)}
                >
                  <Plus aria-hidden />
                  <span className="min-w-0 font-mono text-xs break-all">
                    {field}: {value}
                  </span>
                </Button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** As the results are read: without regard to case and blanks around it. */
function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase()
}

type OutcomeOfValueProps = {
  row: Row
  index: number
  outcomes: AgentDraft['outcomes']
  fieldsId: string
  values: readonly string[]
  disabled: boolean
  onChange: (row: Row) => void
  onRemove: () => void
}

function OutcomeOfValue(props: OutcomeOfValueProps) {
  const { row, index, outcomes, fieldsId, values, disabled, onChange, onRemove } = props
  const path = `analysisOutcomes.${index}`
  const valuesId = useId()
  const faults = {
    field: useFault(`${path}.field`),
    value: useFault(`${path}.value`),
    outcome: useFault(`${path}.outcome`),
  }
  const options = outcomes.map(({ name, label }) => ({ value: name, label: outcomeLabel({ name, label }) }))
  const isKnown = options.some(({ value }) => value === row.outcome)
  return (
    <li className="grid items-start gap-x-3 gap-y-2 border-b py-3 sm:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,1fr)_auto]">
      <Field label="Field" error={faults.field}>
        <Input
          id={controlId(`${path}.field`)}
          className="font-mono"
          list={fieldsId}
          maxLength={200}
          autoComplete="off"
          disabled={disabled}
          value={row.field}
          onChange={({ target }) => onChange({ ...row, field: target.value })}
        />
      </Field>
      <Field label="Value" error={faults.value}>
        <Input
          id={controlId(`${path}.value`)}
          className="font-mono"
          list={valuesId}
          maxLength={200}
          autoComplete="off"
          disabled={disabled}
          value={row.value}
          onChange={({ target }) => onChange({ ...row, value: target.value })}
        />
      </Field>
      <Field label="Outcome" error={faults.outcome}>
        <NativeSelect<string>
          id={controlId(`${path}.outcome`)}
          disabled={disabled}
          value={row.outcome}
          options={isKnown ? options : [{ value: row.outcome, label: row.outcome }, ...options]}
          onChange={(outcome) => onChange({ ...row, outcome })}
        />
      </Field>
      <datalist id={valuesId}>
        {values.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
      {!disabled && (
        <Button
          variant="ghost"
          size="icon-sm"
          className="sm:mt-6"
          aria-label={`Remove value ${index + 1}`}
          onClick={onRemove}
        >
          <X aria-hidden />
        </Button>
      )}
    </li>
  )
}
