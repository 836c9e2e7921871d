import type { RouterInputs } from '@/ui/router-outputs'
import { retryUntilAnswered, type Wait } from '@/ui/staging/retry-until-answered'
import type { ListChunk } from './messages'

/** The declaration of an upload; its id may turn out to be that of an earlier one, which goes on. */
export type ListUpload = RouterInputs['suppressions']['uploads']['start']

/** The server's calls for an upload. Each may be repeated. */
export type ListServer = {
  start: (upload: ListUpload, signal: AbortSignal) => Promise<{ uploadId: string; arrived: number[] }>
  stage: (input: { uploadId: string; chunk: number } & ListChunk, signal: AbortSignal) => Promise<unknown>
  /** Brings the numbers into force. Answers how many were added, or are on the list. */
  end: (uploadId: string, signal: AbortSignal) => Promise<number>
}

/** Several on their way at once: one is read here while the server stores another. */
const CHUNKS_AT_ONCE = 3

type Sending = {
  server: ListServer
  chunkOf: (number: number) => Promise<ListChunk>
  signal: AbortSignal
  /** Called with the numbers that have arrived, of this and an earlier visit. */
  onSent: (numbers: number) => void
  /** Called with the reason when sending waits, and with null when it goes on. */
  onWait: (wait: Wait | null) => void
}

/**
 * Sends the numbers of a file that the server does not have, and brings all of them into force. Lost requests are repeated
 * with growing pauses, and a 429 is waited out.
 *
 * @returns what `end` answered
 * @throws the server's refusal, and an AbortError when the signal comes
 */
export async function sendList(upload: ListUpload, sending: Sending): Promise<number> {
  const { server, chunkOf, signal, onSent, onWait } = sending
  const ask = <Answer>(call: () => Promise<Answer>) => retryUntilAnswered(call, { signal, onWait })
  const { uploadId, arrived } = await ask(() => server.start(upload, signal))
  const known = new Set(arrived)
  let sent = 0
  let next = 0
  const sendInTurn = async () => {
    while (next < upload.chunks) {
      const chunk = next++
      const part = await chunkOf(chunk)
      if (!known.has(chunk)) await ask(() => server.stage({ uploadId, chunk, ...part }, signal))
      sent += part.numbers.length
      onSent(sent)
    }
  }
  try {
    await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, sendInTurn))
  } finally {
    // What is refused once would be refused again.
    next = upload.chunks
  }
  return ask(() => server.end(uploadId, signal))
}
