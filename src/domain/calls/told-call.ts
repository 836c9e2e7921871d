import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { toPublicId } from '@/domain/ids'
import type { DialerCall } from '@/platform/dialers/dialer'
import { callResultUrl } from './call-result-url'

/** A call with its agent and contact, as far as whoever makes it is told. Ids are UUIDs. */
export type CallToTell = {
  id: string
  agentId: string
  agentName: string
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  fromNumber: string | null
  timezone: string
  variables: Record<string, string>
  test: boolean
  outcomes: AgentOutcome[]
}

/** Returns what every dialer is told of a call, ours and those of providers. */
export function toldCall(call: CallToTell): Omit<DialerCall, 'dialerSecrets' | 'dialerUrl'> {
  return {
    callId: toPublicId('call', call.id),
    agentId: toPublicId('agent', call.agentId),
    agentName: call.agentName,
    name: call.name,
    phoneNumber: call.phoneNumber,
    phoneNumberExt: call.phoneNumberExt,
    fromPhoneNumber: call.fromNumber ?? '',
    timezone: call.timezone,
    customInputVariables: call.variables,
    test: call.test,
    resultUrl: callResultUrl(call.id),
    outcomes: call.outcomes,
  }
}
