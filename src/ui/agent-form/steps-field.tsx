'use client'

import { useState } from 'react'
import { AGENT_STEPS_MAX } from '@/domain/agents/agent-limits.rules'
import { fillTemplate } from '@/domain/text/fill-template.rules'
import { Button } from '@/ui/components/button'
import { Field } from '@/ui/components/field'
import { Mail } from '@/ui/components/icons/mail'
import { Phone } from '@/ui/components/icons/phone'
import { Plus } from '@/ui/components/icons/plus'
import { X } from '@/ui/components/icons/x'
import { Input, Textarea } from '@/ui/components/input'
import { NativeSelect } from '@/ui/components/native-select'
import { DELAY_UNITS, type DraftStep, nextKey } from './agent-draft'
import { toDraftRetries } from './draft-retry'
import { controlId, useFault } from './form-context'
import { RetryField } from './retry-field'

type StepsFieldProps = {
  steps: readonly DraftStep[]
  variables: readonly string[]
  disabled: boolean
  onChange: (steps: DraftStep[]) => void
}

/** The steps of a sequence, in their order. */
export function StepsField({ steps, variables, disabled, onChange }: StepsFieldProps) {
  const add = (stepType: 'CALL' | 'EMAIL') => {
    const delay = steps.length === 0 ? { delay: '0', unit: 'minutes' as const } : { delay: '1', unit: 'days' as const }
    const again = { retry: toDraftRetries(undefined), attemptsMax: '' }
    onChange([...steps, { key: nextKey(), stepType, subject: '', body: '', ...delay, ...again }])
  }
  return (
    <div className="grid gap-3">
      {steps.length > 0 && (
        <ol className="grid border-t">
          {steps.map((step, index) => (
            <Step
              key={step.key}
              step={step}
              index={index}
              variables={variables}
              disabled={disabled}
              onChange={(changed) => onChange(steps.map((each) => (each.key === step.key ? changed : each)))}
              onRemove={() => onChange(steps.filter(({ key }) => key !== step.key))}
            />
          ))}
        </ol>
      )}
      {!disabled && steps.length < AGENT_STEPS_MAX && (
        <div className="flex gap-2">
          <Button size="sm" id={steps.length === 0 ? controlId('steps') : undefined} onClick={() => add('CALL')}>
            <Plus aria-hidden />
            Add a call
          </Button>
          <Button size="sm" onClick={() => add('EMAIL')}>
            <Plus aria-hidden />
            Add an email
          </Button>
        </div>
      )}
    </div>
  )
}

type StepProps = {
  step: DraftStep
  index: number
  variables: readonly string[]
  disabled: boolean
  onChange: (step: DraftStep) => void
  onRemove: () => void
}

function Step({ step, index, variables, disabled, onChange, onRemove }: StepProps) {
  const path = `steps.${index}`
  const isMail = step.stepType === 'EMAIL'
  const Icon = isMail ? Mail : Phone
  const word = isMail ? 'Mail' : step.stepType === 'CALL' ? 'Call' : step.stepType
  const delayFault = useFault(`${path}.delaySeconds`)
  const faults = { subject: useFault(`${path}.subject`), body: useFault(`${path}.body`) }
  const [previewed, setPreviewed] = useState(false)
  return (
    <li className="grid gap-3 border-b py-3">
      <div className="flex flex-wrap items-start gap-x-3 gap-y-2">
        <span className="flex w-24 items-center gap-2 leading-8 font-medium">
          <span className="text-muted-foreground">{index + 1}</span>
          <Icon className="size-4 text-muted-foreground" aria-hidden />
          {word}
        </span>
        <div className="grid min-w-0 gap-1">
          <div className="flex flex-wrap items-center gap-2">
            <Input
              id={controlId(`${path}.delaySeconds`)}
              aria-label={`Step ${index + 1}: delay`}
              aria-invalid={delayFault ? true : undefined}
              aria-describedby={delayFault ? `${controlId(path)}-fault` : undefined}
              inputMode="numeric"
              className="w-16"
              disabled={disabled}
              value={step.delay}
              onChange={(event) => onChange({ ...step, delay: event.target.value })}
            />
            <NativeSelect
              aria-label={`Step ${index + 1}: unit of the delay`}
              className="w-28"
              value={step.unit}
              disabled={disabled}
              options={DELAY_UNITS.map(({ name }) => ({ value: name, label: name }))}
              onChange={(unit) => onChange({ ...step, unit })}
            />
            <span className="text-sm text-muted-foreground">
              {index === 0 ? 'after enrollment' : 'after the end of the step before'}
            </span>
          </div>
          {delayFault && (
            <p id={`${controlId(path)}-fault`} role="alert" className="text-sm text-destructive">
              {delayFault}
            </p>
          )}
        </div>
        {!disabled && (
          <Button
            variant="ghost"
            size="icon-sm"
            className="ml-auto"
            aria-label={`Remove step ${index + 1}`}
            onClick={onRemove}
          >
            <X aria-hidden />
          </Button>
        )}
      </div>
      {step.stepType === 'CALL' && <RetryField step={step} index={index} disabled={disabled} onChange={onChange} />}
      {isMail && (
        <div className="grid gap-3 sm:pl-8">
          <Field label="Subject" error={faults.subject}>
            <Input
              id={controlId(`${path}.subject`)}
              maxLength={500}
              disabled={disabled}
              value={step.subject}
              onChange={(event) => onChange({ ...step, subject: event.target.value })}
            />
          </Field>
          <Field
            label="Text"
            error={faults.body}
            hint={`${['name', ...variables].map((name) => `{{${name}}}`).join(', ')} become the values of the contact.`}
          >
            <Textarea
              id={controlId(`${path}.body`)}
              maxLength={50_000}
              rows={5}
              disabled={disabled}
              value={step.body}
              onChange={(event) => onChange({ ...step, body: event.target.value })}
            />
          </Field>
          <Button
            variant="link"
            className="w-fit"
            aria-expanded={previewed}
            onClick={() => setPreviewed((before) => !before)}
          >
            {previewed ? 'Hide the preview' : 'Preview with a sample contact'}
          </Button>
          {previewed && <MailPreview step={step} variables={variables} />}
        </div>
      )}
    </li>
  )
}

function MailPreview({ step, variables }: { step: DraftStep; variables: readonly string[] }) {
  const values = { ...Object.fromEntries(variables.map((name) => [name, `${name} of Jane`])), name: 'Jane Doe' }
  return (
    <div className="max-w-prose rounded-lg border px-3 py-2 text-sm" role="status">
      <p className="text-muted-foreground">To jane.doe@example.com</p>
      <p className="mt-1 font-medium">{fillTemplate(step.subject, values) || 'No subject'}</p>
      <p className="mt-1 break-words whitespace-pre-wrap">{fillTemplate(step.body, values) || 'No text'}</p>
    </div>
  )
}
