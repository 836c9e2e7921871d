import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@/trpc/root'

/** Why the next try has to wait. */
export type Wait = { reason: 'offline' | 'rate limit'; seconds: number }

const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const RATE_LIMIT_SECONDS = 5

type Retrying = { signal: AbortSignal; onWait: (wait: Wait | null) => void }

/**
 * Repeats a call until the server answers it. After a lost or broken request it waits longer each time, but tries again
 * as soon as the network is back. After a 429 it waits as long as the answer says.
 *
 * p-retry is not used: its pauses follow one formula, and cannot be ended early or lengthened to what a 429 says.
 *
 * @throws the server's refusal, and an AbortError when the signal comes
 */
export async function retryUntilAnswered<Answer>(
  call: () => Promise<Answer>,
  { signal, onWait }: Retrying,
): Promise<Answer> {
  for (let failures = 0; ; failures++) {
    try {
      const answer = await call()
      if (failures > 0) onWait(null)
      return answer
    } catch (error) {
      signal.throwIfAborted()
      const wait = waitAfter(error, failures)
      if (!wait) throw error
      onWait(wait)
      await pause(wait.seconds * 1_000, signal, wait.reason === 'offline')
    }
  }
}

/** Returns how long to wait before the next try. Null for a refusal, which the server would repeat. */
export function waitAfter(error: unknown, failures: number): Wait | null {
  const offline: Wait = {
    reason: 'offline',
    seconds: (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] as number) / 1_000,
  }
  if (!(error instanceof TRPCClientError)) return error instanceof TypeError ? offline : null
  const { data, meta } = error as TRPCClientError<AppRouter>
  // Without data, no answer came, or a proxy gave it.
  const status = data?.httpStatus ?? (meta?.response as Response | undefined)?.status ?? 0
  if (status === 429) {
    return { reason: 'rate limit', seconds: retryAfter(data?.details, meta?.response) }
  }
  return status === 0 || status === 408 || status >= 500 ? offline : null
}

function retryAfter(details: unknown, response: unknown): number {
  const inDetails = (details as { retryAfterSeconds?: unknown } | undefined)?.retryAfterSeconds
  const inHeader = response instanceof Response ? Number(response.headers.get('retry-after')) : 0
  const seconds = typeof inDetails === 'number' ? inDetails : inHeader
  return seconds > 0 ? seconds : RATE_LIMIT_SECONDS
}

function pause(ms: number, signal: AbortSignal, untilOnline: boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const endBy = (how: () => void) => () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
      globalThis.removeEventListener?.('online', goOn)
      how()
    }
    const goOn = endBy(resolve)
    const stop = endBy(() => reject(signal.reason))
    const timer = setTimeout(goOn, ms)
    signal.addEventListener('abort', stop)
    if (untilOnline) globalThis.addEventListener?.('online', goOn)
  })
}
