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
  /** One a line. */
  moreFromNumbers: string
  localFirst: boolean
  callsPerNumberPerDay: string
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
  dialerAccountId: string | null
  dialer: AgentSettings['dialer']
  dialerUrl: string
  remoteAgentId: string
  remoteNumberId: string
  analysisOutcomes: Keyed<AgentSettings['analysisOutcomes'][number]>[]
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
    moreFromNumbers,
    callsPerNumberPerDay,
    variables,
    steps,
    outcomes,
    creditsPerContact,
    lines,
    attemptsMax,
    callsPerMinute,
    dialerUrl,
    remoteAgentId,
    remoteNumberId,
    analysisOutcomes,
    ...same
  } = settings
  const { subject, collectsDebts, caps, consent, ...asTheyAre } = same
  return {
    ...asTheyAre,
    fromNumber: fromNumber ?? '',
    moreFromNumbers: moreFromNumbers.join('\n'),
    callsPerNumberPerDay: callsPerNumberPerDay === null ? '' : String(callsPerNumberPerDay),
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
    remoteAgentId: remoteAgentId ?? '',
    remoteNumberId: remoteNumberId ?? '',
    analysisOutcomes: analysisOutcomes.map((row) => ({ ...row, key: nextKey() })),
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
  const { dialerAccountId } = draft
  const withText = (text: string | undefined) => (text?.trim() ? text : undefined)
  return {
    name: name.trim(),
    timezones,
    callWindows: Object.fromEntries(Object.entries(callWindows).filter(([, windows]) => windows.length > 0)),
    chainAdvance,
    dialerAccountId,
    dialer,
    remoteAgentId: draft.remoteAgentId.trim() || null,
    remoteNumberId: draft.remoteNumberId.trim() || null,
    analysisOutcomes: draft.analysisOutcomes.map(({ field, value, outcome }) => ({
      field: field.trim(),
      value: value.trim(),
      outcome,
    })),
    fromNumber: draft.fromNumber.trim() === '' ? null : withoutSpelling(draft.fromNumber),
    moreFromNumbers: draft.moreFromNumbers.split('\n').map(withoutSpelling).filter(Boolean),
    localFirst: draft.localFirst,
    callsPerNumberPerDay: draft.callsPerNumberPerDay.trim() === '' ? null : readNumber(draft.callsPerNumberPerDay),
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
    dialerUrl: dialer !== 'simulated' && draft.dialerUrl.trim() !== '' ? draft.dialerUrl.trim() : null,
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

/** Takes away what people write within a number: `+1 (555) 123-4567`. */
function withoutSpelling(number: string): string {
  return number.replace(/[\s().-]/g, '')
}

/** NaN for what is no number, which no schema takes. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text)
}
