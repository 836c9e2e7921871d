import { z } from 'zod'
import { defineEvent } from '@/platform/define-event'

export { simulatedCallPlaced } from '@/platform/dialers/simulated-call.event'

const id = z.guid()

/** A batch was accepted and is durable; its sequences do not exist yet. */
export const batchAccepted = defineEvent('enrollment/batch.accepted', z.object({ batchId: id }))

/** A line was taken for this call; the dialer has to be asked. */
export const callRequested = defineEvent('calls/call.requested', z.object({ callId: id }))

/** A result of this call was recorded, by the dialer or by our time-out. */
export const callEnded = defineEvent('calls/call.ended', z.object({ callId: id }))

/** An EMAIL step is due. */
export const emailRequested = defineEvent('emails/email.requested', z.object({ emailId: id }))

/** All rows of an import are on the server, or it was set going again: batches of it wait to be enrolled. */
export const importStaged = defineEvent('imports/import.staged', z.object({ importId: id }))

/** Something of this agent may have become due: new sequences, an advanced chain, a freed line. */
export const workDue = defineEvent('sequences/work.due', z.object({ agentId: id }))

/**
 * A call result has to be delivered to an endpoint. The endpoint's id lets the engine limit what is under way to one
 * endpoint: a slow one must not hold the others up.
 */
export const deliveryRequested = defineEvent(
  'webhooks/delivery.requested',
  z.object({ deliveryId: id, endpointId: id }),
)

/** An endpoint has answered 410 Gone, and nothing is sent to it any more. */
export const endpointDisabled = defineEvent('webhooks/endpoint.disabled', z.object({ endpointId: id }))

/** All attempts of a delivery are used up. Told of an endpoint once a day, however many deliveries fail. */
export const deliveriesFailed = defineEvent('webhooks/deliveries.failed', z.object({ endpointId: id }))
