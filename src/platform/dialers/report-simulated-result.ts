import { nowMs } from '@/platform/clock'
import { guardedRequest } from '@/platform/http/guarded-request'
import { signMessage } from '@/platform/signatures'
import type { DialerCall } from './dialer'
import { type SimulatedResult, simulatedResult } from './simulated-result'

const TIMEOUT_MS = 15_000

export type SimulatedCall = Pick<DialerCall, 'callId' | 'phoneNumber' | 'resultUrl' | 'dialerSecrets' | 'outcomes'> & {
  /** Whether the person was promised this call. */
  isCallBack?: boolean
}

/**
 * Reports the result of a simulated call as a real dialer would: by a signed HTTP request to the result URL, as many
 * times as the phone number asks for.
 *
 * @throws Error when the report was not accepted; reporting again does no harm
 */
export async function reportSimulatedResult(call: SimulatedCall): Promise<void> {
  const result = simulatedResult(call.phoneNumber, call.callId, call.outcomes, call.isCallBack)
  const endedAtMs = nowMs()
  const body = JSON.stringify(describeResult(result, endedAtMs))
  for (let report = 0; report < result.reports; report++) {
    const signature = signMessage({ id: call.callId, atMs: nowMs(), body, secrets: call.dialerSecrets })
    const { status } = await guardedRequest({
      method: 'POST',
      url: call.resultUrl,
      headers: { ...signature, 'content-type': 'application/json' },
      body,
      timeoutMs: TIMEOUT_MS,
      // Our own address, which is on the loopback interface in most installations that simulate.
      allowPrivate: true,
    })
    if (status !== 200) throw new Error(`The result of the simulated call ${call.callId} was answered with ${status}.`)
  }
}

function describeResult(result: SimulatedResult, endedAtMs: number) {
  const { resultType, duration, outcomes, optOut, callBackAfterSeconds } = result
  const spoken = resultType === 'Goal Completed' || resultType === 'Goal Not Completed'
  return {
    resultType,
    duration,
    endedAt: new Date(endedAtMs).toISOString(),
    summary: `Simulated call: ${resultType}.`,
    ...(optOut && { optOut }),
    ...(callBackAfterSeconds !== undefined && {
      rescheduledAt: new Date(endedAtMs + callBackAfterSeconds * 1_000).toISOString(),
    }),
    ...(spoken && { transcription: 'Agent: Hello, this is a simulated call.\nPerson: Hello.' }),
    outcomes: outcomes.map((name) => ({ name, reasoning: 'Chosen by the simulation.' })),
  }
}
