'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import {
  type Dispatch,
  Suspense,
  startTransition,
  useCallback,
  useEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from 'react'
import { needsEmail } from '@/domain/contacts/needs-email.rules'
import { Button } from '@/ui/components/button'
import { count, formatNumber } from '@/ui/components/format-number'
import { lazyOnTouch, lazyPart } from '@/ui/components/lazy-part'
import type { AgentDetails } from '@/ui/router-outputs'
import { StagingNotices } from '@/ui/staging/staging-notices'
import { useTRPC } from '@/ui/trpc-client'
import { discardDraft } from './draft/discard-draft'
import { DRAFTS_KEY, KeptDrafts } from './draft/kept-drafts'
import { useDraftOwner } from './draft/use-draft-owner'
import { LeaveQuestion, useLeaving } from './leave-question'
import {
  contactsOf,
  INITIAL_STATE,
  isRefusal,
  reduceWizard,
  STEPS,
  type StepKey,
  type WizardAction,
  type WizardState,
  whatBlocks,
} from './state/wizard-state'
import { OpeningDraft } from './steps/opening-draft'
import { UploadStep } from './steps/upload-step'
import { useDraft } from './use-draft'
import { useEnrolledBefore } from './use-enrolled-before'
import { useEnrolledNumbers } from './use-enrolled-numbers'
import { useEnrolling } from './use-enrolling'
import { useFileOpener } from './use-file-opener'
import { useImportWorker } from './use-import-worker'
import { type Organization, useJudgement } from './use-judgement'
import { useKnownNumbers } from './use-known-numbers'
import { useSavedMapping } from './use-saved-mapping'
import { useWizardStep } from './use-wizard-step'
import { WizardFrame } from './wizard-frame'
import type { TableSummary } from './worker/review-messages'

// Before a file is chosen none of them can be reached. A step is chosen in a transition, which waits until it is loaded:
// the step before stays, and the heading to be focused is there.
const MapStep = lazyOnTouch(() => import('./steps/map-step').then((module) => module.MapStep))
const ReviewStep = lazyOnTouch(() => import('./steps/review-step').then((module) => module.ReviewStep))
const OptionsStep = lazyOnTouch(() => import('./steps/options-step').then((module) => module.OptionsStep))
const EnrollStep = lazyOnTouch(() => import('./steps/enroll-step').then((module) => module.EnrollStep))
const EnrollButton = lazyPart(() => import('./steps/enroll-button').then((module) => module.EnrollButton))
const DraftLossNotice = lazyPart(() => import('./steps/draft-loss-notice').then((module) => module.DraftLossNotice))
const EnrollmentNotices = lazyOnTouch(() =>
  import('./steps/enrollment-notices').then((module) => module.EnrollmentNotices),
)

type ImportWizardProps = { agent: AgentDetails; organization: Organization }

/**
 * Leads from a file to scheduled calls. The state is one union with pure moves (reduceWizard); this component does
 * everything with side effects.
 */
export function ImportWizard({ agent, organization }: ImportWizardProps) {
  const trpc = useTRPC()
  const [state, dispatch] = useWizard()
  const worker = useImportWorker()
  const owner = useDraftOwner()
  const emailRequired = needsEmail(agent)
  const { agentId, name: agentName } = agent
  const maker = useMemo(
    () => ({ owner, agentId, agentName, emailRequired }),
    [owner, agentId, agentName, emailRequired],
  )
  const opener = useFileOpener(worker, agent.variables, maker, dispatch)
  const { opening, loss, flush } = useDraft(worker, state, { owner, agentId, opener })
  const judgement = useJudgement(worker, state.draft, agent, organization)
  const savedMapping = useSavedMapping(agent.agentId, state.draft, dispatch)
  const balance = useQuery(trpc.credits.balance.queryOptions())
  useWizardStep(state, dispatch, opening)
  const fixes = judgement.summary?.fixedRows ?? 0
  const isSending = state.step === 'enroll' && !(state.phase === 'unsent' && isRefusal(state.failure))
  const queryClient = useQueryClient()
  const draftsChanged = () => queryClient.invalidateQueries({ queryKey: DRAFTS_KEY })
  const leaving = useLeaving(
    isSending || (state.draft !== null && (fixes > 0 || loss !== null)),
    state.draft?.draftId ?? null,
  )
  const isLeaving = leaving.by !== null
  useEffect(() => {
    // The question says that everything is kept.
    if (isLeaving) flush()
  }, [isLeaving, flush])
  const heading = useHeadingFocus(state.step === 'enroll' ? `${state.step} ${state.phase}` : state.step)

  const openOptions = state.step === 'options' ? state.draft : null
  const enrolledBefore = useEnrolledBefore(worker, agent.agentId, openOptions?.preview ?? null)
  const enrolling = useEnrolling(worker, agent, organization, dispatch)
  const version = openOptions ? judgement.version : null
  const enrolledNumbers = useEnrolledNumbers(worker, agent.agentId, version, enrolling.freezing)

  useKnownNumbers(worker, agent.agentId, judgement, enrolling.freezing || !SEES_ROWS.has(state.step))

  const { variables } = agent
  const { step } = state
  const blocked = whatBlocks(state, { variables, emailRequired })
  const { summary } = judgement
  const judging = judgement.counting || judgement.progress !== null
  // Of those who are valid here, as far as the options have asked the server.
  const [rejected, setRejected] = useState(0)
  const enrolled = summary && summary.valid - rejected
  const required = (enrolled ?? 0) * agent.creditsPerContact
  const credits = { required, available: balance.data?.available ?? null }
  const short = credits.available !== null && required > credits.available

  return (
    <WizardFrame
      agent={agent}
      step={state.step}
      furthest={STEPS.findIndex(({ key }) => key === state.step)}
      announcement={announcementOf(state)}
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
          <>
            <Counts summary={judgement.summary} rejected={rejected} step={state.step} rows={state.draft.preview.rows} />
            {/* On a phone the notice about credits is below the fold, so this text explains why the button is disabled. */}
            {step === 'options' && short && <span className="text-destructive"> · Too few credits</span>}
          </>
        )
      }
      next={
        step === 'enroll' || (step === 'upload' && !state.draft) ? null : step === 'options' ? (
          <EnrollButton
            contacts={enrolled}
            agentName={agent.name}
            disabled={!worker || short || judging || !isEnrollable(summary) || enrolled === 0}
            pending={enrolling.freezing}
            look={enrolledBefore.look}
            onEnroll={(fingerprint) => {
              if (openOptions) enrolling.submit(openOptions, fingerprint)
            }}
          />
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
      {state.draft && (
        <LeaveQuestion
          leaving={leaving}
          fileName={state.draft.fileName}
          fixes={fixes}
          loss={loss}
          sending={isSending}
        />
      )}
      {loss && !isSending && <DraftLossNotice loss={loss} />}
      {state.step === 'upload' && <StagingNotices className="mx-auto w-full max-w-5xl px-4 pt-4 sm:px-6" />}
      {state.step === 'upload' && !state.draft && !state.reading && !opening && (
        <KeptDrafts agentId={agentId} className="mx-auto w-full max-w-5xl px-4 pt-4 sm:px-6" />
      )}
      {state.step === 'upload' && opening && !state.reading && <OpeningDraft />}
      {state.step === 'upload' && !(opening && !state.reading) && (
        <UploadStep
          heading={heading}
          state={state}
          opener={opener}
          variables={variables}
          blocked={blocked}
          onRemove={async () => {
            const { draft } = state
            await worker?.call('leaveDraft', null)
            dispatch({ type: 'file removed' })
            if (draft && loss === null) await discardDraft(draft.draftId, draft.fileName, draftsChanged).catch(() => {})
          }}
        />
      )}
      <Suspense>
        {state.step === 'map' && worker && (
          <MapStep
            heading={heading}
            worker={worker}
            judgement={judgement}
            draft={state.draft}
            agent={agent}
            defaultCountry={state.draft.options.defaultCountry ?? organization.country}
            organization={organization}
            dispatch={dispatch}
            onDefaultCountry={(defaultCountry) => dispatch({ type: 'options changed', change: { defaultCountry } })}
            onForget={savedMapping.forget}
          />
        )}
        {state.step === 'review' && worker && (
          <ReviewStep
            heading={heading}
            draft={state.draft}
            worker={worker}
            judgement={judgement}
            agent={agent}
            defaultCountry={state.draft.options.defaultCountry ?? organization.country}
          />
        )}
        {state.step === 'options' && worker && (
          <OptionsStep
            heading={heading}
            draft={state.draft}
            agent={agent}
            organization={organization}
            summary={judgement.summary}
            judging={judging}
            worker={worker}
            version={judgement.version}
            freezing={enrolling.freezing}
            onRejected={setRejected}
            credits={credits}
            notices={
              <EnrollmentNotices
                agent={agent}
                worker={worker}
                judgement={judgement}
                credits={credits}
                enrolled={enrolled}
                before={enrolledBefore.before}
                enrolledNumbers={enrolledNumbers}
                problem={enrolling.problem}
              />
            }
            onChange={(change) => dispatch({ type: 'options changed', change })}
          />
        )}
        {state.step === 'enroll' && (
          <EnrollStep
            heading={heading}
            state={state}
            onRetry={() => {
              dispatch({ type: 'submission retried' })
              enrolling.resend(state.submission)
            }}
          />
        )}
      </Suspense>
    </WizardFrame>
  )
}

const SEES_ROWS: ReadonlySet<StepKey> = new Set(['review', 'options'])

const NEXT_LABELS = { upload: 'Map columns', map: 'Review rows', review: 'Set options' } as const

type OpenStep = Exclude<StepKey, 'enroll'>

function before(step: OpenStep): OpenStep {
  return ({ upload: 'upload', map: 'upload', review: 'map', options: 'review' } as const)[step]
}

function after(step: Exclude<OpenStep, 'options'>): OpenStep {
  return ({ upload: 'map', map: 'review', review: 'options' } as const)[step]
}

/** Says whether at least one row is valid and no chain is larger than a batch. */
function isEnrollable(summary: TableSummary | null): boolean {
  return summary !== null && summary.valid > 0 && summary.chains.tooLargeCount === 0
}

type CountsProps = {
  summary: TableSummary | null
  /** How many the server would reject, as far as it was asked. */
  rejected: number
  step: OpenStep
  rows: number | undefined
}

function Counts({ summary, rejected, step, rows }: CountsProps) {
  if (step === 'upload' || step === 'map' || !summary) {
    return rows === undefined ? null : <>{count(rows, 'row')} in the file</>
  }
  return (
    <>
      <strong className="font-medium text-foreground">{formatNumber(summary.valid - rejected)}</strong> of{' '}
      {formatNumber(summary.rows)} will be enrolled
      {rejected > 0 && (
        <>
          {' · '}
          <strong className="font-medium text-foreground">{formatNumber(rejected)}</strong> may not be called
        </>
      )}
      {summary.faulty > 0 && (
        <>
          {' · '}
          <strong className="font-medium text-foreground">{formatNumber(summary.faulty)}</strong>{' '}
          {summary.faulty === 1 ? 'needs' : 'need'} attention
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

const SLOW_ACTIONS: ReadonlySet<WizardAction['type']> = new Set(['step chosen', 'file opened', 'draft resumed'])

/**
 * Holds the wizard's state. Actions that bring a whole step to the screen run as transitions, so that the page stays
 * responsive while it renders.
 */
function useWizard(): [WizardState, Dispatch<WizardAction>] {
  const [state, dispatch] = useReducer(reduceWizard, INITIAL_STATE)
  const dispatchInSlices = useCallback((action: WizardAction) => {
    if (SLOW_ACTIONS.has(action.type)) startTransition(() => dispatch(action))
    else dispatch(action)
  }, [])
  return [state, dispatchInSlices]
}

/** Returns what screen readers are told while contacts are sent, when the pressed button is gone already. */
function announcementOf(state: WizardState): string {
  if (state.step !== 'enroll') return ''
  switch (state.phase) {
    case 'sending':
      return `Sending ${count(contactsOf(state.submission), 'contact')}. This takes a moment.`
    case 'unsent':
      return state.failure.message
  }
}

/**
 * Focuses the heading of each new step, for sighted people and for screen readers. Each phase of the last step has a
 * heading of its own and is focused too.
 */
function useHeadingFocus(step: string) {
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(step)
  useEffect(() => {
    if (shown.current === step) return
    shown.current = step
    // Focusing forces a layout. The next frame computes the layout anyway, while here it would lengthen the task that
    // drew the step. A step that is still being loaded has no heading yet.
    let frame = 0
    const focus = () => {
      if (heading.current) heading.current.focus()
      else frame = requestAnimationFrame(focus)
    }
    frame = requestAnimationFrame(focus)
    return () => cancelAnimationFrame(frame)
  }, [step])
  return heading
}
