'use client'

import type { RefObject } from 'react'
import { Button } from '@/ui/components/button'
import { count } from '@/ui/components/format-number'
import { LoaderCircle } from '@/ui/components/icons/loader-circle'
import { Notice } from '@/ui/components/notice'
import { contactsOf, isRefusal, type WizardState } from '@/ui/import-wizard/state/wizard-state'
import { StepHeading } from './step-heading'

type EnrollStepProps = {
  heading: RefObject<HTMLHeadingElement | null>
  state: Extract<WizardState, { step: 'enroll' }>
  onRetry: () => void
}

/** Shows that the submission is being sent, or why it failed. Its result is on the page of the import. */
export function EnrollStep({ heading, state, onRetry }: EnrollStepProps) {
  if (state.phase === 'sending') {
    return (
      <div className="grid flex-1 place-items-center p-6 text-center">
        <div className="grid justify-items-center gap-3">
          <LoaderCircle className="size-6 animate-spin text-muted-foreground" aria-hidden />
          <StepHeading ref={heading} title={`Sending ${count(contactsOf(state.submission), 'contact')}`}>
            This takes a moment. Keep the page open.
          </StepHeading>
        </div>
      </div>
    )
  }
  const { failure } = state
  return (
    <div className="mx-auto grid w-full max-w-2xl content-start gap-5 p-4 sm:p-6">
      <StepHeading ref={heading} title={isRefusal(failure) ? 'Nobody was enrolled' : 'No answer came back'} />
      <Notice tone="error" live title={failure.message}>
        {isRefusal(failure)
          ? 'Nothing was written. Change what is named above, or try again.'
          : 'It is not known whether the contacts arrived. Trying again sends the same submission with the same key, so nobody is enrolled twice.'}
      </Notice>
      <div className="flex gap-2">
        <Button variant="primary" size="lg" onClick={onRetry}>
          Try again
        </Button>
      </div>
    </div>
  )
}
