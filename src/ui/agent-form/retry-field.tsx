'use client'

import { useId, useState } from 'react'
import { describeRetry } from '@/ui/agent/describe-retry'
import { Button } from '@/ui/components/button'
import { lazyPart } from '@/ui/components/lazy-part'
import type { DraftStep } from './agent-draft'
import { fromDraftRetries } from './draft-retry'
import { useFaultBelow } from './form-context'

const RetryRows = lazyPart(() => import('./retry-rows').then((module) => module.RetryRows))

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
      {shown && <RetryRows id={id} step={step} index={index} disabled={disabled} onChange={onChange} />}
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
