'use client'

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useReducer, useRef } from 'react'
import { newId } from '@/domain/ids'
import { Button } from '../components/button'
import { count, formatNumber } from '../components/format-number'
import { describeError } from '../describe-error'
import type { AgentDetails, RouterOutputs } from '../router-outputs'
import { useTRPC } from '../trpc-client'
import { toEnrollmentOptions } from './state/wizard-options'
import {
  INITIAL_STATE,
  isRefusal,
  type Outcome,
  reduceWizard,
  STEPS,
  type StepKey,
  type Submission,
  type WizardState,
  whatBlocks,
} from './state/wizard-state'
import { EnrollStep } from './steps/enroll-step'
import { MapStep } from './steps/map-step'
import { OptionsStep } from './steps/options-step'
import { ReviewStep } from './steps/review-step'
import { UploadStep } from './steps/upload-step'
import { useFileOpener } from './use-file-opener'
import { useImportWorker } from './use-import-worker'
import { needsEmail, type Organization, useJudgement } from './use-judgement'
import { useSavedMapping } from './use-saved-mapping'
import { useWizardStep } from './use-wizard-step'
import { WizardFrame } from './wizard-frame'
import type { TableSummary } from './worker/review-messages'

type ImportWizardProps = { agent: AgentDetails; organization: Organization }

/** From a file to scheduled calls. The state is one union and its moves are pure; this is what happens around them. */
export function ImportWizard({ agent, organization }: ImportWizardProps) {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [state, dispatch] = useReducer(reduceWizard, INITIAL_STATE)
  const worker = useImportWorker()
  const opener = useFileOpener(worker, agent.variables, dispatch)
  const judgement = useJudgement(worker, state.draft, agent, organization)
  const savedMapping = useSavedMapping(agent.agentId, state.draft, dispatch)
  const balance = useQuery(trpc.credits.balance.queryOptions())
  const enroll = useMutation(trpc.enrollment.enrollBatch.mutationOptions())
  useWizardStep(state, dispatch)
  useLeaveWarning(state.draft !== null && !(state.step === 'enroll' && state.phase === 'done'))
  const heading = useHeadingFocus(state.step)

  const send = useCallback(
    async (submission: Submission) => {
      try {
        const { contacts, options, idempotencyKey } = submission
        const input = {
          agentId: agent.agentId,
          idempotencyKey,
          contacts: [...contacts],
          ...toEnrollmentOptions(options),
        }
        const answer = await enroll.mutateAsync(input as Parameters<typeof enroll.mutateAsync>[0])
        dispatch({ type: 'submission answered', outcome: outcomeOf(answer) })
      } catch (error) {
        const failure = describeError(error)
        const final = failure.code === 'NO_VALID_CONTACTS' ? rejectionsOf(failure.details) : null
        if (final) dispatch({ type: 'submission answered', outcome: final })
        else dispatch({ type: 'submission failed', failure })
      }
      queryClient.invalidateQueries(trpc.credits.pathFilter())
      queryClient.invalidateQueries(trpc.batches.pathFilter())
    },
    [agent.agentId, enroll.mutateAsync, queryClient, trpc],
  )

  /** Freezes rows, options and key. From here on a retry sends the same. */
  const submit = async () => {
    if (!worker || state.step !== 'options' || !judgement.summary) return
    const { contacts, rows } = await worker.call('freeze', null)
    const { rows: fileRows, leftOut } = judgement.summary
    const submission = { idempotencyKey: newId(), contacts, rows, options: state.draft.options, fileRows, leftOut }
    dispatch({ type: 'submitted', submission })
    await send(submission)
  }

  const { variables } = agent
  const { step } = state
  const blocked = whatBlocks(state, { variables, emailRequired: needsEmail(agent) })
  const required = (judgement.summary?.valid ?? 0) * agent.creditsPerContact
  const short = balance.data !== undefined && required > balance.data.available

  return (
    <WizardFrame
      agent={agent}
      step={state.step}
      furthest={furthestStep(state)}
      onStep={(step) => dispatch({ type: 'step chosen', step })}
      back={
        state.step === 'enroll'
          ? state.phase === 'unsent' &&
            isRefusal(state.failure) && (
              <Button size="lg" onClick={() => dispatch({ type: 'step chosen', step: 'options' })}>
                Back to options
              </Button>
            )
          : state.step !== 'upload' && (
              <Button size="lg" onClick={() => dispatch({ type: 'step chosen', step: before(state.step) })}>
                Back
              </Button>
            )
      }
      counts={
        state.step === 'enroll' || !state.draft ? null : (
          <Counts summary={judgement.summary} step={state.step} rows={state.draft.preview.rows} />
        )
      }
      next={
        step === 'enroll' || (step === 'upload' && !state.draft) ? null : step === 'options' ? (
          <Button
            variant="primary"
            size="lg"
            disabled={blocked !== null || !judgement.summary || judgement.summary.valid === 0 || short || !worker}
            onClick={submit}
          >
            Enroll {judgement.summary ? count(judgement.summary.valid, 'contact') : 'contacts'}
          </Button>
        ) : (
          <Button
            variant="primary"
            size="lg"
            disabled={blocked !== null || (step === 'review' && !judgement.summary)}
            onClick={() => {
              if (step === 'map') savedMapping.remember()
              dispatch({ type: 'step chosen', step: after(step) })
            }}
          >
            {NEXT_LABELS[step]}
          </Button>
        )
      }
    >
      {state.step === 'upload' && (
        <UploadStep
          heading={heading}
          state={state}
          opener={opener}
          variables={variables}
          blocked={blocked}
          onRemove={() => dispatch({ type: 'file removed' })}
        />
      )}
      {state.step === 'map' && (
        <MapStep
          heading={heading}
          draft={state.draft}
          agent={agent}
          dispatch={dispatch}
          onForget={savedMapping.forget}
        />
      )}
      {state.step === 'review' && worker && (
        <ReviewStep heading={heading} draft={state.draft} worker={worker} judgement={judgement} agent={agent} />
      )}
      {state.step === 'options' && (
        <OptionsStep
          heading={heading}
          draft={state.draft}
          agent={agent}
          organization={organization}
          summary={judgement.summary}
          credits={{ required, available: balance.data?.available ?? null }}
          onChange={(change) => dispatch({ type: 'options changed', change })}
        />
      )}
      {state.step === 'enroll' && worker && (
        <EnrollStep
          heading={heading}
          state={state}
          worker={worker}
          agent={agent}
          onRetry={() => {
            dispatch({ type: 'submission retried' })
            send(state.submission)
          }}
        />
      )}
    </WizardFrame>
  )
}

const NEXT_LABELS = { upload: 'Map columns', map: 'Review rows', review: 'Set options' } as const

type OpenStep = Exclude<StepKey, 'enroll'>

function before(step: OpenStep): OpenStep {
  return ({ upload: 'upload', map: 'upload', review: 'map', options: 'review' } as const)[step]
}

function after(step: Exclude<OpenStep, 'options'>): OpenStep {
  return ({ upload: 'map', map: 'review', review: 'options' } as const)[step]
}

/** How many steps are behind; all of them once there is a result. */
function furthestStep(state: WizardState): number {
  if (state.step === 'enroll' && state.phase === 'done') return STEPS.length
  return STEPS.findIndex(({ key }) => key === state.step)
}

function outcomeOf(answer: RouterOutputs['enrollment']['enrollBatch']): Outcome {
  if (!('batchId' in answer)) throw new Error('A dry run was answered to an enrollment.')
  const { batchId, accepted, rejected, replayed } = answer
  return { batchId, accepted, replayed, rejected: rejected.map(({ index, error }) => ({ index, error })) }
}

/** The rejections of a submission in which nobody was valid, out of the error's details. */
function rejectionsOf(details: unknown): Outcome | null {
  const rejected = typeof details === 'object' && details !== null && 'rejected' in details ? details.rejected : null
  if (!Array.isArray(rejected)) return null
  return {
    batchId: null,
    accepted: 0,
    replayed: false,
    rejected: rejected.map(({ index, error }) => ({ index, error })),
  }
}

function Counts({ summary, step, rows }: { summary: TableSummary | null; step: OpenStep; rows: number | undefined }) {
  if (step === 'upload' || step === 'map' || !summary) {
    return rows === undefined ? null : <>{count(rows, 'row')} in the file</>
  }
  return (
    <>
      <strong className="font-medium text-foreground">{formatNumber(summary.valid)}</strong> of{' '}
      {formatNumber(summary.rows)} will be enrolled
      {summary.invalid > 0 && (
        <>
          {' · '}
          <strong className="font-medium text-foreground">{formatNumber(summary.invalid)}</strong>{' '}
          {summary.invalid === 1 ? 'needs' : 'need'} attention
        </>
      )}
      {summary.leftOut > 0 && (
        <>
          {' · '}
          <strong className="font-medium text-foreground">{formatNumber(summary.leftOut)}</strong> left out
        </>
      )}
    </>
  )
}

/** Rows that were mapped and mended are not thrown away by a slip of the hand. */
function useLeaveWarning(active: boolean): void {
  useEffect(() => {
    if (!active) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [active])
}

/** A new step starts at its heading, for eyes and for screen readers. */
function useHeadingFocus(step: StepKey) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    heading.current?.focus()
  }, [step])
  return heading
}
