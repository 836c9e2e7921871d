import type { RouterOutputs } from '@/ui/router-outputs'
import { retryUntilAnswered, type Wait } from './retry-until-answered'
import type { StagedChunk, StagedStart, Staging } from './staging-database'

/** The server's end of a staging; every call may be repeated. */
export type StagingServer = {
  start: (input: StagedStart, signal: AbortSignal) => Promise<RouterOutputs['imports']['start']>
  stageChunk: (input: StagedChunk, signal: AbortSignal) => Promise<unknown>
  finish: (importId: string, signal: AbortSignal) => Promise<unknown>
}

type Upload = {
  server: StagingServer
  readChunk: (importId: string, number: number) => Promise<StagedChunk>
  signal: AbortSignal
  /** The server knows of the import from here on. */
  onStarted: () => void
  onSent: (rows: number) => void
  /** Told why nothing moves for a while; null when it moves again. */
  onWait: (wait: Wait | null) => void
}

/**
 * Sends what the server does not have of a staging, chunk by chunk, and ends it. What got lost is sent again with back-off
 * for as long as it takes, a 429 is waited out; all of it is idempotent on the server.
 *
 * @throws what the server refuses, and an AbortError when the signal comes
 */
export async function uploadStaging({ importId, start, rows }: Staging, upload: Upload): Promise<void> {
  const { server, readChunk, signal, onStarted, onSent, onWait } = upload
  const ask = <Answer>(call: () => Promise<Answer>) => retryUntilAnswered(call, { signal, onWait })
  const { status, staged } = await ask(() => server.start(start, signal))
  onStarted()
  // Finished from here before, and the answer was lost; or it was cancelled elsewhere.
  if (status !== 'staging') {
    onSent(rows)
    return
  }
  const arrived = new Set(staged)
  let sent = 0
  for (let number = 0; number < start.chunks; number++) {
    const chunk = await readChunk(importId, number)
    if (!arrived.has(number)) await ask(() => server.stageChunk(chunk, signal))
    sent += chunk.rows.length
    onSent(sent)
  }
  await ask(() => server.finish(importId, signal))
}
