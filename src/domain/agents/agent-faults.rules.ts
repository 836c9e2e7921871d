import { hasNoWindow } from '@/domain/schedule/call-windows.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { findTimeZone } from '@/domain/schedule/find-time-zone.rules'
import { toStorable } from '@/domain/text/sanitize.rules'
import { STEP_TYPES } from './agent.schema'
import { type AgentDialing, lacksAssistant } from './agent-dialing.rules'

export type AgentFaultCode =
  | 'AGENT_NOT_ACTIVE'
  | 'FROM_NUMBER_MISSING'
  | 'TIMEZONE_MISSING'
  | 'CALL_STEP_MISSING'
  | 'STEP_TYPE_UNKNOWN'
  | 'CALL_WINDOW_MISSING'
  | 'ASSISTANT_MISSING'

export type AgentFault = { code: AgentFaultCode; message: string }

/** The settings of an agent that decide whether it can call. */
export type AgentSetup = {
  status: string
  fromNumber: string | null
  timezones: readonly string[]
  callWindows: CallWindows
  steps: readonly { stepType: string }[]
}

const KNOWN_STEP_TYPES: ReadonlySet<string> = new Set(STEP_TYPES)

/**
 * Lists everything that keeps an agent from calling. The list is empty for an agent that can call; nobody is enrolled
 * with any other.
 *
 * @param dialing null where the simulated dialer calls whatever the agent's dialer is
 */
export function findAgentFaults(agent: AgentSetup, dialing: AgentDialing | null): AgentFault[] {
  const faults: AgentFault[] = []
  if (agent.status !== 'active') {
    const message = `The agent is ${toStorable(agent.status, 50)}. Activate it.`
    faults.push({ code: 'AGENT_NOT_ACTIVE', message })
  }
  if (!agent.fromNumber?.trim()) {
    faults.push({ code: 'FROM_NUMBER_MISSING', message: 'The agent has no number to call from. Give it one.' })
  }
  if (!agent.timezones.some((zone) => findTimeZone(zone) !== null)) {
    faults.push({ code: 'TIMEZONE_MISSING', message: 'The agent has no timezone. Add at least one.' })
  }
  if (!agent.steps.some((step) => step.stepType === 'CALL')) {
    faults.push({ code: 'CALL_STEP_MISSING', message: 'The agent has no CALL step. Add one.' })
  }
  const unknown = [...new Set(agent.steps.map((step) => step.stepType))].filter((type) => !KNOWN_STEP_TYPES.has(type))
  if (unknown.length > 0) {
    const named = unknown.map((type) => `"${toStorable(type, 50)}"`).join(', ')
    faults.push({
      code: 'STEP_TYPE_UNKNOWN',
      message: `The agent has steps of an unknown type: ${named}. Remove them.`,
    })
  }
  if (hasNoWindow(agent.callWindows)) {
    faults.push({ code: 'CALL_WINDOW_MISSING', message: 'The agent has no call window. Add at least one.' })
  }
  if (dialing !== null && lacksAssistant(dialing)) {
    const message = 'The agent has no assistant at its dialer, so nobody would speak. Choose one.'
    faults.push({ code: 'ASSISTANT_MISSING', message })
  }
  return faults
}
