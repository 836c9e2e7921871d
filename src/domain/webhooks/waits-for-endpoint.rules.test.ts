import { expect, it } from 'vitest'
import { waitsForEndpoint } from './waits-for-endpoint.rules'
import type { DeliveryStatus } from './webhook.schema'

const then = new Date(0)

it.each<[boolean, DeliveryStatus, Date | null, Date | null]>([
  [true, 'pending', then, null],
  [false, 'pending', null, null],
  [false, 'pending', then, then],
  [false, 'pending', null, then],
  [false, 'delivered', then, null],
  [false, 'failed', then, null],
])(
  '%s: a delivery that is %s, its endpoint disabled at %o and deleted at %o',
  (waits, status, disabledAt, deletedAt) => {
    expect(waitsForEndpoint(status, { disabledAt, deletedAt })).toBe(waits)
  },
)
