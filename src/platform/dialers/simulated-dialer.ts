import { nowMs } from '@/platform/clock'
import { env } from '@/platform/env'
import { inngest } from '@/platform/inngest-client'
import { currentRequestId } from '@/platform/request-context'
import { type Dialer, DialerError } from './dialer'
import { reportSimulatedResult } from './report-simulated-result'
import { simulatedCallPlaced } from './simulated-call.event'
import { simulatedResult } from './simulated-result'

/**
 * A dialer that calls nobody. Its calls live in the background engine, so they survive a restart of this process. Its
 * results come by the same signed request as a real dialer's.
 */
export const simulatedDialer: Dialer = {
  async placeCall(call) {
    if (!call.test && isRefused()) {
      const reason =
        'The simulated dialer calls nobody, and this is production. Set ALLOW_SIMULATED_DIALER=1 to mean it.'
      throw new DialerError(reason, { retriable: false, mayHavePlaced: false })
    }
    const { reports, early } = simulatedResult(call.phoneNumber, call.callId, call.outcomes)
    try {
      if (early) {
        await reportSimulatedResult(call)
      } else if (reports > 0) {
        const endsAt = new Date(nowMs() + env().SIMULATED_CALL_SECONDS * 1000).toISOString()
        // The id makes the engine drop repeats: asked twice, it is one call.
        const once = { id: `simulated-${call.callId}`, requestId: currentRequestId() }
        await inngest.send(simulatedCallPlaced.of({ callId: call.callId, endsAt }, once))
      }
    } catch (error) {
      throw new DialerError(`The simulated dialer has trouble: ${(error as Error).message}`, {
        retriable: true,
        mayHavePlaced: true,
        cause: error,
      })
    }
    return { providerCallId: `simulated-${call.callId}` }
  },
}

/**
 * Tells whether simulated calls are refused here, but for tests, which call nobody by intent. `npm start` allows them for the database that it brings along, where
 * nobody can expect real calls.
 */
function isRefused(): boolean {
  return process.env.NODE_ENV === 'production' && !env().ALLOW_SIMULATED_DIALER
}
