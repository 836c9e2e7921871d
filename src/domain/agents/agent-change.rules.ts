import type { ValidationFault } from '@/domain/validation-fault.schema'
import type { AgentSetting, AgentSettings } from './agent-settings.schema'

/**
 * What people call each setting, and what a change of it does to contacts that are enrolled already: `live` settings act
 * on their next call; the others only on what is enrolled from then on, since a batch keeps a copy.
 */
export const AGENT_SETTING_TABLE: Record<AgentSetting, { label: string; acts: 'live' | 'new' }> = {
  name: { label: 'Name', acts: 'live' },
  fromNumber: { label: 'From-number', acts: 'live' },
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
  dialer: { label: 'Dialer', acts: 'live' },
  dialerUrl: { label: 'Dialer address', acts: 'live' },
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
  return faults
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
