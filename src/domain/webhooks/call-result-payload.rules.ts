import { toPublicId } from '@/domain/ids'
import type { CallResult } from '@/domain/results/call-result.schema'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import type { CallResultPayload } from './call-result-payload.schema'

/** The facts that a payload reports, as they are after the call's effects. Ids are UUIDs. */
export type CallResultFacts = {
  /** `fromNumber` is the one from which the call was made. */
  agent: { id: string; name: string; fromNumber: string | null }
  /** `attempt` is null for a call back. */
  call: { id: string; attempt: number | null; result: CallResult; endedAt: Date }
  contact: {
    name: string
    /** E.164. */
    phoneNumber: string
    phoneNumberExt: string | null
    externalId: string | null
    scheduledAt: Date
    timezone: string
    variables: Record<string, string>
  }
  sequence: { id: string; lifecycleStatus: LifecycleStatus }
  test: boolean
  /** The address of the console, without a trailing slash. */
  consoleUrl: string
}

/**
 * Builds the payload of a call that has ended, as the contract defines it. Texts that the dialer did not report are
 * null.
 */
export function callResultPayload(facts: CallResultFacts): CallResultPayload {
  const { agent, call, contact, sequence, test, consoleUrl } = facts
  const { result } = call
  const callId = toPublicId('call', call.id)
  const sequenceId = toPublicId('sequence', sequence.id)
  return {
    type: 'call.ended',
    timestamp: call.endedAt.toISOString(),
    agentId: toPublicId('agent', agent.id),
    agentName: agent.name,
    callId,
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    phoneNumberExt: contact.phoneNumberExt ?? '',
    externalId: contact.externalId,
    fromPhoneNumber: agent.fromNumber ?? '',
    scheduledAt: contact.scheduledAt.toISOString(),
    timezone: contact.timezone,
    direction: 'outbound',
    customInputVariables: contact.variables,
    duration: result.duration,
    attempt: call.attempt,
    callUrl: `${consoleUrl}/sequences/${sequenceId}#${callId}`,
    rescheduledAt: result.rescheduledAt,
    callResult: {
      resultType: result.resultType,
      summary: result.summary,
      extractedVariables: result.extractedVariables,
      agentActions: result.agentActions,
      humanActions: result.humanActions,
      transcription: result.transcription,
      outcomes: result.outcomes.map(({ name, reasoning }) => ({ name, reasoning })),
      // Results that were stored before these were known do not have them.
      followUpMeetingDetails: result.followUpMeetingDetails ?? null,
      crmSchedulingDetails: result.crmSchedulingDetails ?? null,
    },
    sequence: { sequenceId, lifecycleStatus: sequence.lifecycleStatus },
    ...(test && { test }),
  }
}
