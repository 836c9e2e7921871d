import type { AgentVariable } from '@/domain/agents/agent.schema'
import { EMPTY_MAPPING, type Mapping } from '@/domain/mappings/mapping.rules'
import type { DescribedError } from '@/ui/describe-error'
import type { DraftWork } from '@/ui/import-wizard/draft/kept-draft'
import type { FilePreview, FrozenFile } from '@/ui/import-wizard/worker/messages'
import { missingTargets, withoutConsentForAll } from './import-target'
import {
  INITIAL_MEMORY,
  type MapAction,
  type MappingMemory,
  moveMapping,
  suggestedMapping,
  withMapping,
} from './map-moves'
import { type Suggestion, suggestMapping } from './suggest-mapping'
import { changeOptions, DEFAULT_OPTIONS, type WizardOptions } from './wizard-options'

/** The steps, as they are named at the top of the wizard. */
export const STEPS = [
  { key: 'upload', label: 'Upload' },
  { key: 'map', label: 'Map' },
  { key: 'review', label: 'Review' },
  { key: 'options', label: 'Options' },
  { key: 'enroll', label: 'Enroll' },
] as const

export type StepKey = (typeof STEPS)[number]['key']

/** Everything that the operator has decided about one file. Going back loses nothing of it. */
export type Draft = {
  /** The id under which this browser keeps it. */
  draftId: string
  fileName: string
  preview: FilePreview
  suggestions: readonly (Suggestion | null)[]
  mapping: Mapping
  memory: MappingMemory
  options: WizardOptions
}

/**
 * The frozen result of pressing "Enroll". Rows, mapping, options and id do not change any more, so that a repetition
 * sends the same.
 */
export type Submission = FrozenFile

/** Counts the contacts that a submission enrolls. */
export function contactsOf({ start }: Submission): number {
  return start.batches.reduce((sum, contacts) => sum + contacts, 0)
}

export type WizardState =
  | {
      step: 'upload'
      draft: Draft | null
      reading: { fileName: string; bytes: number; bytesTotal: number } | null
      /** Why the last file could not be read. `fileName` is null when there was not exactly one file. */
      problem: { fileName: string | null; reason: string } | null
    }
  | { step: 'map' | 'review' | 'options'; draft: Draft }
  | { step: 'enroll'; phase: 'sending'; draft: Draft; submission: Submission }
  | { step: 'enroll'; phase: 'unsent'; draft: Draft; submission: Submission; failure: DescribedError }

export type OpenedAction = {
  type: 'file opened'
  draftId: string
  fileName: string
  preview: FilePreview
  variables: readonly AgentVariable[]
}

export type WizardAction =
  | { type: 'reading started'; fileName: string; bytesTotal: number }
  | { type: 'reading progressed'; bytes: number }
  | { type: 'reading failed'; reason: string }
  | { type: 'reading cancelled' }
  | OpenedAction
  | { type: 'draft resumed'; opened: OpenedAction; work: DraftWork }
  | { type: 'file removed' }
  | MapAction
  | { type: 'options changed'; change: Partial<WizardOptions> }
  | { type: 'step chosen'; step: Exclude<StepKey, 'enroll'> }
  | { type: 'submitted'; submission: Submission }
  | { type: 'submission retried' }
  | { type: 'submission failed'; failure: DescribedError }

export const INITIAL_STATE: WizardState = { step: 'upload', draft: null, reading: null, problem: null }

/**
 * Applies an action to the wizard's state. An action that does not fit the state, such as a late answer, changes
 * nothing.
 */
export function reduceWizard(state: WizardState, action: WizardAction): WizardState {
  switch (action.type) {
    case 'reading started':
      return state.step === 'upload'
        ? { ...state, problem: null, reading: { fileName: action.fileName, bytes: 0, bytesTotal: action.bytesTotal } }
        : state
    case 'reading progressed':
      return state.step === 'upload' && state.reading
        ? { ...state, reading: { ...state.reading, bytes: action.bytes } }
        : state
    case 'reading failed':
      return state.step === 'upload'
        ? { ...state, reading: null, problem: { fileName: state.reading?.fileName ?? null, reason: action.reason } }
        : state
    case 'reading cancelled':
      return state.step === 'upload' ? { ...state, reading: null } : state
    case 'file opened':
      return state.step === 'upload'
        ? { step: 'upload', reading: null, problem: null, draft: draftOf(action, state.draft) }
        : state
    case 'draft resumed':
      return state.step === 'upload' ? resumed(action) : state
    case 'file removed':
      return state.step === 'upload' ? INITIAL_STATE : state
    case 'column mapped':
    case 'constant set':
    case 'name order chosen':
    case 'date order chosen':
    case 'suggestions chosen':
    case 'mapping forgotten':
    case 'remembering chosen':
      return state.step === 'map' ? { ...state, draft: moveMapping(state.draft, action) } : state
    case 'mapping recalled':
      return (state.step === 'upload' || state.step === 'map') && state.draft
        ? { ...state, draft: moveMapping(state.draft, action) }
        : state
    case 'forgetting undone':
      // "Undo" stays on the screen for a while after the operator has left the map step.
      return hasOpenDraft(state) ? { ...state, draft: moveMapping(state.draft, action) } : state
    case 'options changed':
      // The map step offers the default country too, beside the first numbers that are read with it.
      return hasOpenDraft(state)
        ? { ...state, draft: { ...state.draft, options: changeOptions(state.draft.options, action.change) } }
        : state
    case 'step chosen':
      return chooseStep(state, action.step)
    case 'submitted':
      // The rows are frozen and will be sent, also if the operator went back a step in that moment.
      return hasOpenDraft(state)
        ? { step: 'enroll', phase: 'sending', draft: state.draft, submission: action.submission }
        : state
    case 'submission retried':
      return state.step === 'enroll' && state.phase === 'unsent'
        ? { step: 'enroll', phase: 'sending', draft: state.draft, submission: state.submission }
        : state
    case 'submission failed':
      return state.step === 'enroll' && state.phase === 'sending'
        ? { ...state, phase: 'unsent', failure: action.failure }
        : state
  }
}

/** Says whether the wizard is in a step in which an open file can still be changed. */
function hasOpenDraft(state: WizardState): state is Extract<WizardState, { step: 'map' | 'review' | 'options' }> {
  return state.step === 'map' || state.step === 'review' || state.step === 'options'
}

/** With these errors the database may have committed before the connection was lost. */
const UNCERTAIN_CODES = new Set(['INTERNAL_ERROR', 'SERVICE_UNAVAILABLE'])

/**
 * Says whether the server has certainly not accepted the submission. Only then may the operator change it. A submission
 * whose answer was lost may have been accepted; a changed one would get a new key and enroll everybody again.
 */
export function isRefusal({ code }: DescribedError): boolean {
  return code !== null && !UNCERTAIN_CODES.has(code)
}

/** Opens a step. Does nothing while a submission is under way or its result is unknown. */
function chooseStep(state: WizardState, step: Exclude<StepKey, 'enroll'>): WizardState {
  if (state.step === 'enroll' && !(state.phase === 'unsent' && isRefusal(state.failure))) return state
  if (!state.draft || (state.step === 'upload' && state.reading)) return state
  if (step === 'upload') return { step, draft: state.draft, reading: null, problem: null }
  return { step, draft: state.draft }
}

/**
 * Makes the draft of an opened file. When the same file is read in another way and still has the same columns, earlier
 * decisions are kept. A file that was opened anew under the same name may be of other people: it keeps all but a consent
 * that was given for all rows.
 */
function draftOf(opened: OpenedAction, before: Draft | null): Draft {
  const { draftId, fileName, preview, variables } = opened
  const suggestions = suggestMapping(preview.columns, variables)
  const names = (columns: FilePreview['columns']) => JSON.stringify(columns.map(({ name }) => name))
  if (before && before.fileName === fileName && names(before.preview.columns) === names(preview.columns)) {
    const mapping = before.draftId === draftId ? before.mapping : withoutConsentForAll(before.mapping)
    return { ...before, draftId, preview, suggestions, mapping }
  }
  const draft: Draft = {
    draftId,
    fileName,
    preview,
    suggestions,
    mapping: EMPTY_MAPPING,
    memory: INITIAL_MEMORY,
    options: before?.options ?? DEFAULT_OPTIONS,
  }
  return withMapping(draft, suggestedMapping(draft))
}

/** Opens a kept draft in the step in which it was left. */
function resumed({ opened, work }: Extract<WizardAction, { type: 'draft resumed' }>): WizardState {
  const { step, mapping, memory, options } = work
  const draft: Draft = { ...draftOf(opened, null), mapping, memory, options }
  return step === 'upload' ? { step, draft, reading: null, problem: null } : { step, draft }
}

/**
 * Returns the step in which a kept draft is opened: the one in which it was left, or the map step when the agent has
 * asked for another variable since.
 */
export function stepToResume(
  { step, mapping }: DraftWork,
  agent: { variables: readonly AgentVariable[]; emailRequired: boolean },
): DraftWork['step'] {
  const isReady = step === 'upload' || step === 'map' || missingTargets(mapping, agent).length === 0
  return isReady ? step : 'map'
}

/** Says why the wizard cannot leave a step, for the text beside the button; null when it can. */
export function whatBlocks(
  state: WizardState,
  agent: { variables: readonly AgentVariable[]; emailRequired: boolean },
): 'no file' | 'no rows' | 'targets missing' | null {
  if (state.step === 'upload') {
    if (!state.draft || state.reading) return 'no file'
    if (state.draft.preview.rows === 0) return 'no rows'
    return null
  }
  if (state.step === 'map') return missingTargets(state.draft.mapping, agent).length > 0 ? 'targets missing' : null
  return null
}
