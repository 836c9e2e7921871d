/** Returns the headers that say that an answer repeats an earlier one, and that the payloads differed. */
export function replayHeaders(result: { replayed: boolean; payloadMismatch: boolean }): Record<string, string> {
  return {
    ...(result.replayed ? { 'idempotent-replayed': 'true' } : {}),
    ...(result.payloadMismatch ? { 'idempotency-payload-mismatch': 'true' } : {}),
  }
}
