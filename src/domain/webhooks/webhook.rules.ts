// Apart from the schemas, since the console's pages need these and not zod.

/** How many endpoints an organization may have. */
export const ENDPOINTS_MAX = 20

/** The type of the test message that somebody sends by hand. */
export const TEST_EVENT_TYPE = 'endpoint.test'

/** `pending`: the first attempt or another one is still to come. */
export const DELIVERY_STATUSES = ['pending', 'delivered', 'failed'] as const

/**
 * How many failed deliveries of an endpoint are counted at most. An endpoint that is down for days has a hundred
 * thousand.
 */
export const FAILED_COUNTED_MAX = 1_000
