import { z } from 'zod'
import { defineEvent } from '@/platform/define-event'

/**
 * The simulated dialer has a call under way: its function sleeps and then reports. `callId` is the public id, all that
 * somebody outside knows.
 */
export const simulatedCallPlaced = defineEvent(
  'simulator/call.placed',
  z.object({ callId: z.string(), endsAt: z.iso.datetime() }),
)
