'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { type Dispatch, useEffect, useRef } from 'react'
import { reduceWizard, STEPS, type WizardAction, type WizardState } from './state/wizard-state'

const stepParser = parseAsStringLiteral(STEPS.map(({ key }) => key)).withDefault('upload')

/**
 * Keeps the step in the URL, so that the browser's back button goes back one step. A step that cannot be shown yet is
 * not opened.
 *
 * @param isOpening true while a kept draft is being opened, which has a step of its own
 */
export function useWizardStep(state: WizardState, dispatch: Dispatch<WizardAction>, isOpening: boolean): void {
  const [urlStep, setUrlStep] = useQueryState('step', stepParser)
  const seenUrlStep = useRef<string | null>(null)
  useEffect(() => {
    if (isOpening) {
      // The draft's step, and not that of the URL, is right.
      seenUrlStep.current = urlStep
      return
    }
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
  }, [urlStep, state, dispatch, setUrlStep, isOpening])
}
