'use client'

import { AGENT_OUTCOMES_MAX } from '@/domain/agents/agent-limits.rules'
import { outcomeLabel } from '@/domain/agents/outcome-label.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { Plus } from '@/ui/components/icons/plus'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { type AgentDraft, nextKey } from './agent-draft'
import { controlId, useFault } from './form-context'

type Outcome = AgentDraft['outcomes'][number]

type OutcomesFieldProps = { outcomes: readonly Outcome[]; disabled: boolean; onChange: (outcomes: Outcome[]) => void }

/** What a call can come to, and which of it is the goal. */
export function OutcomesField({ outcomes, disabled, onChange }: OutcomesFieldProps) {
  return (
    <div className="grid gap-3">
      {outcomes.length > 0 && (
        <ul className="grid border-t">
          {outcomes.map((outcome, index) => (
            <OutcomeRow
              key={outcome.key}
              outcome={outcome}
              index={index}
              disabled={disabled}
              onChange={(changed) => onChange(outcomes.map((each) => (each.key === outcome.key ? changed : each)))}
              onRemove={() => onChange(outcomes.filter(({ key }) => key !== outcome.key))}
            />
          ))}
        </ul>
      )}
      {!disabled && outcomes.length < AGENT_OUTCOMES_MAX && (
        <Button
          size="sm"
          className="w-fit"
          onClick={() => onChange([...outcomes, { key: nextKey(), name: '', description: '', successful: false }])}
        >
          <Plus aria-hidden />
          Add an outcome
        </Button>
      )}
    </div>
  )
}

type OutcomeRowProps = {
  outcome: Outcome
  index: number
  disabled: boolean
  onChange: (outcome: Outcome) => void
  onRemove: () => void
}

function OutcomeRow({ outcome, index, disabled, onChange, onRemove }: OutcomeRowProps) {
  const path = `outcomes.${index}`
  const faults = {
    name: useFault(`${path}.name`),
    label: useFault(`${path}.label`),
    description: useFault(`${path}.description`),
  }
  return (
    <li className="grid gap-x-3 gap-y-2 border-b py-3 sm:grid-cols-2">
      <Field label="Label" error={faults.label} hint="As it appears in lists and charts.">
        <Input
          id={controlId(`${path}.label`)}
          maxLength={100}
          disabled={disabled}
          placeholder={outcomeLabel({ name: outcome.name || 'interested' })}
          value={outcome.label ?? ''}
          onChange={(event) => onChange({ ...outcome, label: event.target.value })}
        />
      </Field>
      <Field label="Name for the dialer" required error={faults.name} hint="The name that the dialer and the API use.">
        <Input
          id={controlId(`${path}.name`)}
          className="font-mono"
          maxLength={100}
          disabled={disabled}
          placeholder="interested"
          value={outcome.name}
          onChange={(event) => onChange({ ...outcome, name: event.target.value })}
        />
      </Field>
      <Field label="When it is this one" error={faults.description} className="sm:col-span-2">
        <Input
          id={controlId(`${path}.description`)}
          maxLength={1_000}
          disabled={disabled}
          value={outcome.description}
          onChange={(event) => onChange({ ...outcome, description: event.target.value })}
        />
      </Field>
      <div className="flex items-center justify-between gap-3 sm:col-span-2">
        <CheckboxField
          label="This is the goal: it ends the sequence"
          disabled={disabled}
          checked={outcome.successful}
          onCheckedChange={(checked) => onChange({ ...outcome, successful: checked === true })}
        />
        {!disabled && (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove outcome ${index + 1}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        )}
      </div>
    </li>
  )
}
