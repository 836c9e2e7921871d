import type { AgentOutcome, AgentVariable } from '@/domain/agents/agent.schema'
import type { AgentSettings } from '@/domain/agents/agent-settings.schema'
import type { ConsentBasis } from '@/domain/contact-safety/consent.schema'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { type CapDraft, fromCapDraft, toCapDraft } from '@/ui/calling-rules/cap-draft'
import { type DraftRetries, fromDraftRetries, toDraftRetries } from './draft-retry'

export const DELAY_UNITS = [
  { name: 'seconds', seconds: 1 },
  { name: 'minutes', seconds: 60 },
  { name: 'hours', seconds: 3_600 },
  { name: 'days', seconds: 86_400 },
] as const

export type DelayUnit = (typeof DELAY_UNITS)[number]['name']

export type DraftStep = {
  key: number
  stepType: string
  delay: string
  unit: DelayUnit
  subject: string
  body: string
  retry: DraftRetries
  attemptsMax: string
}

type Keyed<Value> = Value & { key: number }

/** The settings of an agent as they are typed: numbers are texts, and what is listed has keys. */
export type AgentDraft = {
  name: string
  fromNumber: string
  timezones: string[]
  callWindows: CallWindows
  variables: Keyed<AgentVariable>[]
  steps: DraftStep[]
  outcomes: Keyed<AgentOutcome>[]
  creditsPerContact: string
  lines: string
  chainAdvance: AgentSettings['chainAdvance']
  attemptsMax: string
  callsPerMinute: string
  dialer: AgentSettings['dialer']
  dialerUrl: string
  subject: string
  collectsDebts: boolean
  caps: CapDraft
  /** On which bases a consent counts; none when the agent asks for no consent. */
  consentBases: readonly ConsentBasis[]
  consentAgeDays: string
}

let keys = 0

/** Returns a key for something that was added to a list. */
export function nextKey(): number {
  keys += 1
  return keys
}

export function toDraft(settings: AgentSettings): AgentDraft {
  const {
    fromNumber,
    variables,
    steps,
    outcomes,
    creditsPerContact,
    lines,
    attemptsMax,
    callsPerMinute,
    dialerUrl,
    ...same
  } = settings
  const { name, timezones, callWindows, chainAdvance, dialer, subject, collectsDebts, caps, consent } = same
  return {
    name,
    timezones,
    callWindows,
    chainAdvance,
    dialer,
    fromNumber: fromNumber ?? '',
    variables: variables.map((variable) => ({ ...variable, key: nextKey() })),
    steps: steps.map(({ stepType, delaySeconds, subject = '', body = '', retry, attemptsMax }) => ({
      key: nextKey(),
      stepType,
      subject,
      body,
      ...writeDelay(delaySeconds),
      retry: toDraftRetries(retry),
      attemptsMax: attemptsMax === undefined ? '' : String(attemptsMax),
    })),
    outcomes: outcomes.map((outcome) => ({ ...outcome, key: nextKey() })),
    creditsPerContact: String(creditsPerContact),
    lines: String(lines),
    attemptsMax: attemptsMax === null ? '' : String(attemptsMax),
    callsPerMinute: callsPerMinute === null ? '' : String(callsPerMinute),
    dialerUrl: dialerUrl ?? '',
    collectsDebts,
    subject: subject ?? '',
    caps: toCapDraft(caps),
    consentBases: consent?.bases ?? [],
    consentAgeDays: consent?.ageDaysMax?.toString() ?? '',
  }
}

/** Returns a delay in the largest unit in which it is a whole number. */
function writeDelay(seconds: number): { delay: string; unit: DelayUnit } {
  const unit = seconds === 0 ? DELAY_UNITS[1] : DELAY_UNITS.findLast((each) => seconds % each.seconds === 0)
  return { delay: String(seconds / (unit?.seconds ?? 1)), unit: unit?.name ?? 'seconds' }
}

/** Returns what is sent of a draft. It has the form of settings, and is not checked. */
export function fromDraft(draft: AgentDraft): AgentSettings {
  const { name, timezones, callWindows, chainAdvance, dialer } = draft
  const withText = (text: string | undefined) => (text?.trim() ? text : undefined)
  return {
    name: name.trim(),
    timezones,
    callWindows: Object.fromEntries(Object.entries(callWindows).filter(([, windows]) => windows.length > 0)),
    chainAdvance,
    dialer,
    // As people write numbers: `+1 (555) 123-4567`.
    fromNumber: draft.fromNumber.trim() === '' ? null : draft.fromNumber.replace(/[\s().-]/g, ''),
    variables: draft.variables.map(({ name, required, description }) => ({
      name: name.trim(),
      required,
      description: withText(description),
    })),
    steps: draft.steps.map((step) => ({
      stepType: step.stepType,
      delaySeconds: readNumber(step.delay) * (DELAY_UNITS.find(({ name }) => name === step.unit)?.seconds ?? 1),
      ...(step.stepType === 'EMAIL' ? { subject: step.subject, body: step.body } : {}),
      ...(step.stepType === 'CALL' ? againOf(step) : {}),
    })),
    outcomes: draft.outcomes.map(({ name, label, description, successful }) => ({
      name: name.trim(),
      label: withText(label),
      description,
      successful,
    })),
    creditsPerContact: readNumber(draft.creditsPerContact),
    lines: readNumber(draft.lines),
    attemptsMax: draft.attemptsMax.trim() === '' ? null : readNumber(draft.attemptsMax),
    callsPerMinute: draft.callsPerMinute.trim() === '' ? null : readNumber(draft.callsPerMinute),
    dialerUrl: dialer === 'webhook' && draft.dialerUrl.trim() !== '' ? draft.dialerUrl.trim() : null,
    subject: draft.subject.trim() === '' ? null : draft.subject.trim(),
    collectsDebts: draft.collectsDebts,
    caps: fromCapDraft(draft.caps),
    consent:
      draft.consentBases.length === 0
        ? null
        : {
            bases: draft.consentBases,
            ageDaysMax: draft.consentAgeDays.trim() === '' ? null : Number(draft.consentAgeDays),
          },
  }
}

/** Returns when a step calls again; nothing of what is not set. */
function againOf({ retry: drafts, attemptsMax }: DraftStep) {
  const retry = fromDraftRetries(drafts)
  return {
    ...(retry && { retry }),
    ...(attemptsMax.trim() === '' ? {} : { attemptsMax: readNumber(attemptsMax) }),
  }
}

/** NaN for what is no number, which no schema takes. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
