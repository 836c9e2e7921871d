'use client'

import { AGENT_VARIABLES_MAX } from '@/domain/agents/agent-limits.rules'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { Plus } from '@/ui/components/icons/plus'
import { X } from '@/ui/components/icons/x'
import { Input } from '@/ui/components/input'
import { type AgentDraft, nextKey } from './agent-draft'
import { controlId, useFault } from './form-context'

type Variable = AgentDraft['variables'][number]

type VariablesFieldProps = {
  variables: readonly Variable[]
  disabled: boolean
  onChange: (variables: Variable[]) => void
}

/** What the agent has to know of a person, beside the standard fields. */
export function VariablesField({ variables, disabled, onChange }: VariablesFieldProps) {
  const whole = useFault('variables')
  return (
    <div className="grid gap-3">
      {whole && (
        <p role="alert" className="text-sm text-destructive">
          {whole}
        </p>
      )}
      {variables.length > 0 && (
        <ul className="grid border-t">
          {variables.map((variable, index) => (
            <VariableRow
              key={variable.key}
              variable={variable}
              index={index}
              disabled={disabled}
              onChange={(changed) => onChange(variables.map((each) => (each.key === variable.key ? changed : each)))}
              onRemove={() => onChange(variables.filter(({ key }) => key !== variable.key))}
            />
          ))}
        </ul>
      )}
      {!disabled && variables.length < AGENT_VARIABLES_MAX && (
        <Button
          size="sm"
          className="w-fit"
          onClick={() => onChange([...variables, { key: nextKey(), name: '', required: false }])}
        >
          <Plus aria-hidden />
          Add a variable
        </Button>
      )}
    </div>
  )
}

type VariableRowProps = {
  variable: Variable
  index: number
  disabled: boolean
  onChange: (variable: Variable) => void
  onRemove: () => void
}

function VariableRow({ variable, index, disabled, onChange, onRemove }: VariableRowProps) {
  const path = `variables.${index}`
  const faults = { name: useFault(`${path}.name`), description: useFault(`${path}.description`) }
  return (
    <li className="grid gap-x-3 gap-y-2 border-b py-3 sm:grid-cols-[12rem_minmax(0,1fr)_auto]">
      <Field label="Name" error={faults.name}>
        <Input
          id={controlId(`${path}.name`)}
          className="font-mono"
          maxLength={64}
          disabled={disabled}
          placeholder="account_id"
          value={variable.name}
          onChange={(event) => onChange({ ...variable, name: event.target.value })}
        />
      </Field>
      <Field label="What it is" error={faults.description}>
        <Input
          id={controlId(`${path}.description`)}
          maxLength={500}
          disabled={disabled}
          value={variable.description ?? ''}
          onChange={(event) => onChange({ ...variable, description: event.target.value })}
        />
      </Field>
      <div className="flex items-center gap-3 sm:pt-6.5">
        <CheckboxField
          label="Required"
          disabled={disabled}
          checked={variable.required}
          onCheckedChange={(checked) => onChange({ ...variable, required: checked === true })}
        />
        {!disabled && (
          <Button variant="ghost" size="icon-sm" aria-label={`Remove variable ${index + 1}`} onClick={onRemove}>
            <X aria-hidden />
          </Button>
        )}
      </div>
    </li>
  )
}
