'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type Dispatch, useEffect, useRef } from 'react'
import { reduceWizard, STEPS, type WizardAction, type WizardState } from './state/wizard-state'

const stepParser = parseAsStringLiteral(STEPS.map(({ key }) => key)).withDefault('upload')

/**
 * Keeps the step in the URL, so that the browser's back button goes back one step. A step that cannot be shown yet is
 * not opened.
 */
export function useWizardStep(state: WizardState, dispatch: Dispatch<WizardAction>): void {
  const [urlStep, setUrlStep] = useQueryState('step', stepParser)
  const seenUrlStep = useRef<string | null>(null)
  useEffect(() => {
    const urlMoved = urlStep !== seenUrlStep.current
    seenUrlStep.current = urlStep
    if (urlStep === state.step) return
    if (!urlMoved) {
      setUrlStep(state.step, { history: state.step === 'enroll' ? 'replace' : 'push' })
      return
    }
    const action = urlStep === 'enroll' ? null : ({ type: 'step chosen', step: urlStep } as const)
    if (action && reduceWizard(state, action).step === urlStep) dispatch(action)
    else setUrlStep(state.step, { history: 'replace' })
  }, [urlStep, state, dispatch, setUrlStep])
}
