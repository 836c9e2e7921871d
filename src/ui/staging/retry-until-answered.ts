import { TRPCClientError } from '@trpc/client'
import type { AppRouter } from '@/trpc/root'

/** Why a call is not made right now. */
export type Wait = { reason: 'offline' | 'rate limit'; seconds: number }

const BACK_OFF_MS = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000]
const RATE_LIMIT_SECONDS = 5

type Retrying = { signal: AbortSignal; onWait: (wait: Wait | null) => void }

/**
 * Makes a call until the server answers it. What got lost or broke on the way is tried again, slower and slower and as
 * soon as the network is back; a 429 as soon as it says. A refusal is thrown.
 *
 * Not p-retry: its pauses follow one formula, and nothing ends one early or lengthens it to what a 429 says.
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

/** Null for what the server has refused: asking again would get the same answer. */
export function waitAfter(error: unknown, failures: number): Wait | null {
  const offline: Wait = {
    reason: 'offline',
    seconds: (BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)] as number) / 1_000,
  }
  if (!(error instanceof TRPCClientError)) return error instanceof TypeError ? offline : null
  const { data, meta } = error as TRPCClientError<AppRouter>
  // No data: the answer never came, or a proxy gave it.
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
