/** A call result has to be delivered to an endpoint. */
export const DELIVERY_REQUESTED = 'webhooks/delivery.requested'

/** The endpoint's id lets the engine limit what is under way to one endpoint: a slow one must not hold the others up. */
export type DeliveryRequestedData = { deliveryId: string; endpointId: string }
