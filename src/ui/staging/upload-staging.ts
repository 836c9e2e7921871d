import type { RouterOutputs } from '@/ui/router-outputs'
import { retryUntilAnswered, type Wait } from './retry-until-answered'
import type { StagedChunk, StagedStart, Staging } from './staging-database'

/** The server's calls for a staging. Each may be repeated. */
export type StagingServer = {
  start: (input: StagedStart, signal: AbortSignal) => Promise<RouterOutputs['imports']['start']>
  stageChunk: (input: StagedChunk, signal: AbortSignal) => Promise<unknown>
  finish: (importId: string, signal: AbortSignal) => Promise<unknown>
}

/** How many chunks are on their way at once: one is read and written here while the server stores another. */
const CHUNKS_AT_ONCE = 3

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
 * Sends the chunks of a staging that the server does not have, a few at once, and finishes it. Lost requests are
 * repeated with growing pauses for as long as it takes, and a 429 is waited out. Every call is idempotent on the server.
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
  let next = 0
  const sendInTurn = async () => {
    while (next < start.chunks) {
      const number = next++
      const chunk = await readChunk(importId, number)
      if (!arrived.has(number)) await ask(() => server.stageChunk(chunk, signal))
      sent += chunk.rows.length
      onSent(sent)
    }
  }
  try {
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, sendInTurn))
  } finally {
    // What is refused once would be refused again.
    next = start.chunks
  }
  await ask(() => server.finish(importId, signal))
}
