import type { AgentRules } from '@/domain/agents/agent.schema'
import type { ValidatingAgent, ValidationContext } from '@/domain/contacts/prepare-validation.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { WEEKDAYS } from '@/domain/schedule/weekdays.rules'

/** Noon in New York on Monday, 2026-11-23. */
export const NOW_MS = Date.UTC(2026, 10, 23, 17)

export const ALWAYS_OPEN: CallWindows = Object.fromEntries(
  WEEKDAYS.map((weekday) => [weekday, [{ start: '00:00', end: '24:00' }]]),
)

export const OFFICE_HOURS: CallWindows = Object.fromEntries(
  WEEKDAYS.slice(0, 5).map((weekday) => [weekday, [{ start: '09:00', end: '17:00' }]]),
)

/** Returns an agent that can call at any time and has no variables. `changes` override its properties. */
export function agentRules(changes: Partial<AgentRules> = {}): AgentRules {
  return {
    status: 'active',
    fromNumber: '+15559876543',
    timezones: ['America/New_York'],
    callWindows: ALWAYS_OPEN,
    variables: [],
    steps: [{ stepType: 'CALL', delaySeconds: 0 }],
    outcomes: [{ name: 'interested', description: 'Wants to hear more.', successful: true }],
    creditsPerContact: 1,
    ...changes,
  }
}

type ContextChanges = {
  nowMs?: number
  agent?: Partial<AgentRules> | Partial<ValidatingAgent>
  organization?: Partial<ValidationContext['organization']>
  options?: ValidationContext['options']
}

/** Returns the input of validation, for an organization in the US with normalization on. */
export function validationContext(changes: ContextChanges = {}): ValidationContext {
  return {
    nowMs: changes.nowMs ?? NOW_MS,
    agent: { ...agentRules(), ...changes.agent },
    organization: { country: 'US', normalizationEnabled: true, premiumNumbersRefused: false, ...changes.organization },
    options: changes.options ?? {},
  }
}
