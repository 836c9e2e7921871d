import { z } from 'zod'
import { defineEvent } from '@/platform/define-event'

/**
 * The simulated dialer has a call under way. The function that this event starts waits until `endsAt` and then reports
 * the result. `callId` is the public id, since a dialer knows no other.
 */
export const simulatedCallPlaced = defineEvent(
  'simulator/call.placed',
  z.object({ callId: z.string(), endsAt: z.iso.datetime() }),
)
