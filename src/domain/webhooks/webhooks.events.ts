/** A call result has to be delivered to an endpoint. */
export const DELIVERY_REQUESTED = 'webhooks/delivery.requested'

/** The endpoint's id lets the engine limit what is under way to one endpoint: a slow one must not hold the others up. */
export type DeliveryRequestedData = { deliveryId: string; endpointId: string }

/** An endpoint has answered 410 Gone, and nothing is sent to it any more. */
export const ENDPOINT_DISABLED = 'webhooks/endpoint.disabled'

/** All attempts of a delivery are used up. Told of an endpoint once a day, however many deliveries fail. */
export const DELIVERIES_FAILED = 'webhooks/deliveries.failed'

export type EndpointTroubleData = { endpointId: string }
