import { isRemote } from '@/domain/dialer-accounts/dialer-kinds.rules'

/** Who makes the calls of an agent, and the provider's id of the assistant that speaks in them. */
export type AgentDialing = { dialer: string; remoteAgentId: string | null }

/** Tells whether nobody would speak: a provider is to call, and no assistant of it is chosen. */
export function lacksAssistant({ dialer, remoteAgentId }: AgentDialing): boolean {
  return isRemote(dialer) && remoteAgentId === null
}
