'use client'

import { RETRIED_TYPES, type RetriedType } from '@/domain/cadence/retry-wait.rules'
import { RETRIED_WORDS } from '@/ui/agent/describe-retry'
import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { NativeSelect } from '@/ui/components/native-select'
import type { DraftStep } from './agent-draft'
import { type DraftRetry, WAIT_UNITS } from './draft-retry'
import { controlId, useFault } from './form-context'

type RetryRowsProps = {
  id: string
  step: DraftStep
  index: number
  disabled: boolean
  onChange: (step: DraftStep) => void
}

/** The fields of when a call step calls again: a row for each result, and the most calls of the step. */
export function RetryRows({ id, step, index, disabled, onChange }: RetryRowsProps) {
  const path = `steps.${index}`
  const maxFault = useFault(`${path}.attemptsMax`)
  return (
    <div id={id} className="grid gap-3">
      {RETRIED_TYPES.map((type) => (
        <RetryRow
          key={type}
          path={`${path}.retry.${type}`}
          name={`Step ${index + 1}, ${RETRIED_WORDS[type].toLowerCase()}`}
          type={type}
          retry={step.retry[type]}
          disabled={disabled}
          onChange={(retry) => onChange({ ...step, retry: { ...step.retry, [type]: retry } })}
        />
      ))}
      <Field
        label="Calls of this step at most"
        hint="However they end. Empty: as many as are set above."
        error={maxFault}
        className="max-w-72"
      >
        <Input
          id={controlId(`${path}.attemptsMax`)}
          inputMode="numeric"
          className="max-w-32"
          disabled={disabled}
          value={step.attemptsMax}
          onChange={({ target }) => onChange({ ...step, attemptsMax: target.value })}
        />
      </Field>
    </div>
  )
}

type RetryRowProps = {
  path: string
  /** What its controls are called, beside what each is. */
  name: string
  type: RetriedType
  retry: DraftRetry
  disabled: boolean
  onChange: (retry: DraftRetry) => void
}

function RetryRow({ path, name, type, retry, disabled, onChange }: RetryRowProps) {
  const faults = { after: useFault(`${path}.after`), times: useFault(`${path}.times`) }
  const fault = faults.after ?? faults.times
  const faultId = `${controlId(path)}-fault`
  return (
    <div className="grid gap-2">
      <CheckboxField
        label={`${RETRIED_WORDS[type]}: call again`}
        disabled={disabled}
        checked={retry.on}
        onCheckedChange={(on) => onChange({ ...retry, on })}
      />
      {retry.on && (
        <div className="grid gap-2 pl-6">
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <span>after</span>
            <Input
              id={controlId(`${path}.after`)}
              aria-label={`${name}: wait`}
              aria-invalid={faults.after ? true : undefined}
              aria-describedby={fault ? faultId : undefined}
              inputMode="numeric"
              className="w-16"
              disabled={disabled}
              value={retry.wait}
              onChange={({ target }) => onChange({ ...retry, wait: target.value })}
            />
            <NativeSelect
              aria-label={`${name}: unit of the wait`}
              className="w-28"
              disabled={disabled}
              value={retry.unit}
              options={WAIT_UNITS.map((unit) => ({ value: unit.name, label: unit.name }))}
              onChange={(unit) => onChange({ ...retry, unit })}
            />
            <span>up to</span>
            <Input
              id={controlId(`${path}.times`)}
              aria-label={`${name}: how often`}
              aria-invalid={faults.times ? true : undefined}
              aria-describedby={fault ? faultId : undefined}
              inputMode="numeric"
              className="w-16"
              disabled={disabled}
              value={retry.times}
              onChange={({ target }) => onChange({ ...retry, times: target.value })}
            />
            <span>times</span>
          </div>
          <CheckboxField
            label="On later days not at the same time of day"
            disabled={disabled}
            checked={retry.otherTimeOfDay}
            onCheckedChange={(otherTimeOfDay) => onChange({ ...retry, otherTimeOfDay })}
          />
          {fault && (
            <p id={faultId} role="alert" className="text-sm text-destructive">
              {fault}
            </p>
          )}
        </div>
      )}
    </div>
  )
}
