import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { isStorable } from '@/domain/text/sanitize.rules'
import { WEBHOOK_EVENT_TYPES } from '@/domain/webhook-events/webhook-event-types.rules'
import { DELIVERY_STATUSES } from './webhook.rules'

export const ENDPOINT_URL_LENGTH_MAX = 2_000

export const DELIVERIES_PER_PAGE_MAX = 200
export const DELIVERIES_PER_PAGE_DEFAULT = 50

export const deliveryStatusSchema = z.enum(DELIVERY_STATUSES)

/** The server decides whether we connect to the URL's address. */
const endpointUrlSchema = z
  .url({ protocol: /^https?$/, error: 'Write an https:// address.' })
  .max(ENDPOINT_URL_LENGTH_MAX, `Write at most ${ENDPOINT_URL_LENGTH_MAX.toLocaleString('en-US')} characters.`)
  .refine(isStorable, 'Remove the broken character (NUL or half of a surrogate pair).')
  .describe('Where the messages go: https, and http on loopback alone.')

const endpointEventsSchema = z
  .array(z.enum(WEBHOOK_EVENT_TYPES, { error: `Name one of ${WEBHOOK_EVENT_TYPES.join(', ')}.` }))
  .min(1, 'Choose at least one event.')
  .max(WEBHOOK_EVENT_TYPES.length, 'Name each event once.')
  .refine((types) => new Set(types).size === types.length, 'Name each event once.')
  .describe('What the endpoint is told of.')

export const createEndpointSchema = z.strictObject({
  url: endpointUrlSchema,
  events: endpointEventsSchema.default(['call.ended']),
})

/** What is left out stays as it is. */
export const updateEndpointSchema = z.strictObject({
  url: endpointUrlSchema.optional(),
  events: endpointEventsSchema.optional(),
})

export const deliveryListQuerySchema = z.strictObject({
  endpointId: idSchema.optional(),
  /** Public id. */
  callId: idSchema.optional(),
  status: deliveryStatusSchema.optional(),
  cursor: z
    .string()
    .max(200, 'This is not a cursor of ours.')
    .refine(isStorable, 'This is not a cursor of ours.')
    .optional(),
  limit: z.coerce.number().int().min(1).max(DELIVERIES_PER_PAGE_MAX).default(DELIVERIES_PER_PAGE_DEFAULT),
})

/** How many deliveries one request may send again. */
export const RECOVERED_MAX = 1_000

export const recoverDeliveriesSchema = z.strictObject({
  since: z.iso
    .datetime({
      offset: true,
      error: 'Write the moment as ISO 8601 with an offset, such as 2027-03-01T16:00:00Z.',
      abort: true,
    })
    .max(64, 'Write the moment without so many digits.'),
})

export type RecoverDeliveriesInput = z.output<typeof recoverDeliveriesSchema>
export type DeliveryStatus = z.output<typeof deliveryStatusSchema>
export type UpdateEndpointInput = z.input<typeof updateEndpointSchema>
export type CreateEndpointInput = z.input<typeof createEndpointSchema>
export type DeliveryListQuery = z.output<typeof deliveryListQuerySchema>
