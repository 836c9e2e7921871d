import { callsByNumberId } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { lacksAssistant } from './agent-dialing.rules'
import type { AgentSettings } from './agent-settings.schema'

/**
 * Finds what a provider needs to be told before anybody is called. The API takes an agent without it, since it is set up
 * step by step; a form asks for it where it is seen.
 */
export function findDialingFaults({
  dialer,
  remoteAgentId,
  remoteNumberId,
}: Pick<AgentSettings, 'dialer' | 'remoteAgentId' | 'remoteNumberId'>): { path: string; message: string }[] {
  const faults: { path: string; message: string }[] = []
  if (lacksAssistant({ dialer, remoteAgentId })) {
    faults.push({ path: 'remoteAgentId', message: 'Choose the assistant that speaks in the calls.' })
  }
  if (callsByNumberId(dialer) && remoteNumberId === null) {
    faults.push({ path: 'remoteNumberId', message: 'Choose the number that the calls come from.' })
  }
  return faults
}
