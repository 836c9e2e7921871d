import { z } from 'zod'
import { defineEvent } from '@/platform/define-event'

export { simulatedCallPlaced } from '@/platform/dialers/simulated-call.event'

const id = z.guid()

/** A batch was accepted and stored. Its sequences do not exist yet. */
export const batchAccepted = defineEvent('enrollment/batch.accepted', z.object({ batchId: id }))

/**
 * A line was taken for this call. The dialer has to be asked. The event carries the ids of the agent and the organization
 * so that the engine gives everybody a share; an earlier release has sent it without them.
 */
export const callRequested = defineEvent(
  'calls/call.requested',
  z.object({ callId: id, agentId: z.string().default(''), organizationId: z.string().default('') }),
)

/** A result of this call was recorded, from the dialer or by our time-out. An earlier release names no organization. */
export const callEnded = defineEvent(
  'calls/call.ended',
  z.object({ callId: id, organizationId: z.string().default('') }),
)

/**
 * A provider has sent an event about this call, and maybe about others of the same dialer account. It has to be asked how
 * they stand. An earlier release names no account.
 */
export const callNudged = defineEvent(
  'calls/call.nudged',
  z.object({ callId: id, dialerAccountId: z.string().default('') }),
)

/** The effects of this call's result could not be carried out, while those of others were. */
export const callUnsettled = defineEvent('calls/call.unsettled', z.object({ callId: id }))

/** An EMAIL step is due. */
export const emailRequested = defineEvent('emails/email.requested', z.object({ emailId: id }))

/** All rows of an import are on the server, or the import was resumed. Its batches wait to be enrolled. */
export const importStaged = defineEvent('imports/import.staged', z.object({ importId: id }))

/** The call windows of an agent are others. Its planned calls have to move to where they are open. */
export const agentWindowsChanged = defineEvent('agents/windows.changed', z.object({ agentId: id }))

/**
 * What an organization, or one of its agents, asks of a call is something else: rules, limits or call windows. Whose call
 * was moved has to be asked about again.
 */
export const callingRulesChanged = defineEvent(
  'organizations/calling_rules.changed',
  z.object({ organizationId: z.string().min(1) }),
)

/** Something may have become due for this agent: new sequences, the next contact of a chain, or a free line. */
export const workDue = defineEvent('sequences/work.due', z.object({ agentId: id }), { isNudge: true })

/** Something will become due for this agent at the moment for which the event is sent. */
export const workPlanned = defineEvent('sequences/work.planned', z.object({ agentId: id }))

/**
 * A call result has to be delivered to an endpoint. The event carries the endpoint's id so that the engine can limit
 * the attempts under way to one endpoint: a slow one must not hold up the others.
 */
export const deliveryRequested = defineEvent(
  'webhooks/delivery.requested',
  z.object({ deliveryId: id, endpointId: id }),
)

/** An endpoint answered 410 Gone, so nothing is sent to it any more. */
export const endpointDisabled = defineEvent('webhooks/endpoint.disabled', z.object({ endpointId: id }))

/**
 * A delivery has used up its attempts. The event is sent at most once a day for an endpoint, however many deliveries
 * fail.
 */
export const deliveriesFailed = defineEvent('webhooks/deliveries.failed', z.object({ endpointId: id }))

/**
 * Something has happened to a sequence, batch, import or endpoint, or to the organization itself, of which at least one
 * endpoint of the organization wants to be told.
 */
export const webhookEventHappened = defineEvent(
  'webhooks/event.happened',
  z.object({ type: z.string().min(1), organizationId: z.string().min(1), subjectId: id }),
)
