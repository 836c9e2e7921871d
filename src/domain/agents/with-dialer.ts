import type { AgentDialing } from './agent-dialing.rules'

/** What a query of agents includes, so that it is known who makes their calls (`dialingOf`). */
export const WITH_DIALER = { dialerAccount: { select: { kind: true, url: true } } } as const

/** Returns who makes the calls of an agent that was read `WITH_DIALER`. */
export function dialingOf(row: { dialerAccount: { kind: string }; remoteAgentId: string | null }): AgentDialing {
  return { dialer: row.dialerAccount.kind, remoteAgentId: row.remoteAgentId }
}
