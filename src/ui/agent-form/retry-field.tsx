'use client'

import { useId, useState } from 'react'
import { RETRIED_TYPES, type RetriedType } from '@/domain/cadence/retry-wait.rules'
import { describeRetry, RETRIED_WORDS } from '@/ui/agent/describe-retry'
import { Button } from '@/ui/components/button'
import { CheckboxField } from '@/ui/components/checkbox'
import { Field } from '@/ui/components/field'
import { Input } from '@/ui/components/input'
import { NativeSelect } from '@/ui/components/native-select'
import type { DraftStep } from './agent-draft'
import { type DraftRetry, fromDraftRetries, WAIT_UNITS } from './draft-retry'
import { controlId, useFault, useFaultBelow } from './form-context'

type RetryFieldProps = {
  step: DraftStep
  index: number
  disabled: boolean
  onChange: (step: DraftStep) => void
}

/** When a call step calls again. What is set is said in sentences; the fields are opened by whoever changes it. */
export function RetryField({ step, index, disabled, onChange }: RetryFieldProps) {
  const path = `steps.${index}`
  const id = useId()
  const [isOpen, setOpen] = useState(false)
  const hasFault = useFaultBelow(`${path}.retry`, `${path}.attemptsMax`)
  const maxFault = useFault(`${path}.attemptsMax`)
  const shown = isOpen || hasFault
  return (
    <div className="grid gap-2 sm:pl-8">
      <Summary step={step} />
      <Button
        variant="link"
        className="w-fit"
        aria-expanded={shown}
        aria-controls={shown ? id : undefined}
        onClick={() => setOpen(!shown)}
      >
        {shown ? 'Hide when it calls again' : disabled ? 'When it calls again' : 'Change when it calls again'}
      </Button>
      {shown && (
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
      )}
    </div>
  )
}

function Summary({ step }: { step: DraftStep }) {
  const lines = describeRetry(fromDraftRetries(step.retry))
  const most = step.attemptsMax.trim()
  if (lines.length === 0) {
    return <p className="text-sm text-muted-foreground">One call, whatever it comes to.</p>
  }
  return (
    <ul className="grid gap-0.5 text-sm text-muted-foreground">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {most !== '' && <li>At most {most} calls of this step</li>}
    </ul>
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
