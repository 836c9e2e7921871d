/** A batch was accepted and is durable; its sequences do not exist yet. */
export const BATCH_ACCEPTED = 'enrollment/batch.accepted'

export type BatchAcceptedData = { batchId: string }

/** A line was taken for this call; the dialer has to be asked. */
export const CALL_REQUESTED = 'calls/call.requested'

/** A result of this call was recorded, by the dialer or by our time-out. */
export const CALL_ENDED = 'calls/call.ended'

export type CallData = { callId: string }

/** An EMAIL step is due. */
export const EMAIL_REQUESTED = 'emails/email.requested'

export type EmailData = { emailId: string }

/** All rows of an import are on the server, or it was set going again: batches of it wait to be enrolled. */
export const IMPORT_STAGED = 'imports/import.staged'

export type ImportStagedData = { importId: string }

/** Something of this agent may have become due: new sequences, an advanced chain, a freed line. */
export const WORK_DUE = 'sequences/work.due'

export type WorkDueData = { agentId: string }

/** A call result has to be delivered to an endpoint. */
export const DELIVERY_REQUESTED = 'webhooks/delivery.requested'

/** The endpoint's id lets the engine limit what is under way to one endpoint: a slow one must not hold the others up. */
export type DeliveryRequestedData = { deliveryId: string; endpointId: string }

/** An endpoint has answered 410 Gone, and nothing is sent to it any more. */
export const ENDPOINT_DISABLED = 'webhooks/endpoint.disabled'

/** All attempts of a delivery are used up. Told of an endpoint once a day, however many deliveries fail. */
export const DELIVERIES_FAILED = 'webhooks/deliveries.failed'

export type EndpointTroubleData = { endpointId: string }

export { SIMULATED_CALL_PLACED, type SimulatedCallPlacedData } from '@/platform/dialers/simulated-call.event'
