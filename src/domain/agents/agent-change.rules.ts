import type { ValidationFault } from '@/domain/validation-fault.schema'
import type { AgentSetting, AgentSettings } from './agent-settings.schema'

/**
 * What people call each setting, and what a change of it does to contacts that are enrolled already: `live` settings act
 * on their next call; the others only on what is enrolled from then on, since a batch keeps a copy.
 */
export const AGENT_SETTING_TABLE: Record<AgentSetting, { label: string; acts: 'live' | 'new' }> = {
  name: { label: 'Name', acts: 'live' },
  fromNumber: { label: 'From-number', acts: 'live' },
  moreFromNumbers: { label: 'Further from-numbers', acts: 'live' },
  localFirst: { label: 'Local numbers first', acts: 'live' },
  callsPerNumberPerDay: { label: 'Calls of a number a day', acts: 'live' },
  timezones: { label: 'Time zones', acts: 'new' },
  callWindows: { label: 'Call windows', acts: 'live' },
  variables: { label: 'Variables', acts: 'new' },
  steps: { label: 'Steps', acts: 'new' },
  outcomes: { label: 'Outcomes', acts: 'new' },
  creditsPerContact: { label: 'Price', acts: 'new' },
  lines: { label: 'Lines', acts: 'live' },
  chainAdvance: { label: 'Chains', acts: 'new' },
  callsPerMinute: { label: 'Calls a minute', acts: 'live' },
  attemptsMax: { label: 'Calls of a contact', acts: 'live' },
  dialerAccountId: { label: 'Dialer account', acts: 'live' },
  dialer: { label: 'Dialer', acts: 'live' },
  dialerUrl: { label: 'Dialer address', acts: 'live' },
  remoteAgentId: { label: 'Agent at the provider', acts: 'live' },
  remoteNumberId: { label: 'Number at the provider', acts: 'live' },
  analysisOutcomes: { label: 'Outcomes of the analysis', acts: 'live' },
  subject: { label: 'Subject of its calls', acts: 'live' },
  collectsDebts: { label: 'Debt collection', acts: 'live' },
  caps: { label: 'Limits on calls of one number', acts: 'live' },
  consent: { label: 'Consent', acts: 'live' },
}

export const AGENT_SETTINGS = Object.keys(AGENT_SETTING_TABLE) as AgentSetting[]

/** Returns the settings in which two states of an agent differ, in the order of the table. */
export function changedSettings(before: AgentSettings, after: AgentSettings): AgentSetting[] {
  return AGENT_SETTINGS.filter((setting) => !isDeepEqual(before[setting], after[setting]))
}

/** Returns what is wrong with settings that are each well formed. Agents that lack something are no fault of these. */
export function findSettingsFaults(settings: AgentSettings): ValidationFault[] {
  const faults = settings.steps.flatMap(({ stepType, retry, attemptsMax }, index): ValidationFault[] => {
    if (stepType === 'CALL' || (retry === undefined && attemptsMax === undefined)) return []
    const path = `steps.${index}.${retry === undefined ? 'attemptsMax' : 'retry'}`
    return [{ path, message: 'Only a call is made again. Take this away from the step.' }]
  })
  if (settings.dialer === 'webhook' && settings.dialerUrl === null) {
    faults.push({ path: 'dialerUrl', message: 'The webhook dialer needs an address to send calls to.' })
  }
  return [...faults, ...findNumberFaults(settings), ...findAnalysisFaults(settings)]
}

function findAnalysisFaults({ outcomes, analysisOutcomes }: AgentSettings): ValidationFault[] {
  const known = new Set(outcomes.map(({ name }) => name))
  return analysisOutcomes.flatMap(({ outcome }, index): ValidationFault[] =>
    known.has(outcome)
      ? []
      : [{ path: `analysisOutcomes.${index}.outcome`, message: `The agent has no outcome "${outcome}".` }],
  )
}

function findNumberFaults({ fromNumber, moreFromNumbers }: AgentSettings): ValidationFault[] {
  const twice = moreFromNumbers.flatMap((number, index): ValidationFault[] => {
    const isKnown = number === fromNumber || moreFromNumbers.indexOf(number) < index
    return isKnown ? [{ path: `moreFromNumbers.${index}`, message: 'The agent has this number already.' }] : []
  })
  if (fromNumber !== null || moreFromNumbers.length === 0) return twice
  return [...twice, { path: 'fromNumber', message: 'Give it its first number before further ones.' }]
}

function isDeepEqual(one: unknown, other: unknown): boolean {
  return canonical(one) === canonical(other)
}

/** Writes a JSON value with sorted keys, and without what is absent. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
