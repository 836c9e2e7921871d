import type { RouterOutputs } from '@/ui/router-outputs'
import { retryUntilAnswered, type Wait } from './retry-until-answered'
import type { StagedChunk, StagedStart, Staging } from './staging-database'

/** The server's calls for a staging. Each may be repeated. */
export type StagingServer = {
  start: (input: StagedStart, signal: AbortSignal) => Promise<RouterOutputs['imports']['start']>
  stageChunk: (input: StagedChunk, signal: AbortSignal) => Promise<unknown>
  finish: (importId: string, signal: AbortSignal) => Promise<unknown>
}

type Upload = {
  server: StagingServer
  readChunk: (importId: string, number: number) => Promise<StagedChunk>
  signal: AbortSignal
  /** Called once the server knows of the import. */
  onStarted: () => void
  onSent: (rows: number) => void
  /** Called with the reason when sending waits, and with null when it goes on. */
  onWait: (wait: Wait | null) => void
}

/**
 * Sends the chunks of a staging that the server does not have, in turn, and finishes it. Lost requests are repeated
 * with growing pauses for as long as it takes, and a 429 is waited out. Every call is idempotent on the server.
 *
 * @throws the server's refusal, and an AbortError when the signal comes
 */
export async function uploadStaging({ importId, start, rows }: Staging, upload: Upload): Promise<void> {
  const { server, readChunk, signal, onStarted, onSent, onWait } = upload
  const ask = <Answer>(call: () => Promise<Answer>) => retryUntilAnswered(call, { signal, onWait })
  const { status, staged } = await ask(() => server.start(start, signal))
  onStarted()
  // It was finished from here before and the answer was lost, or it was cancelled elsewhere.
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
