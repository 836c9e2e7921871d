/** How an answer says that it repeats an earlier one, and that the request was not the same. */
export function replayHeaders(result: { replayed: boolean; payloadMismatch: boolean }): Record<string, string> {
  return {
    ...(result.replayed ? { 'idempotent-replayed': 'true' } : {}),
    ...(result.payloadMismatch ? { 'idempotency-payload-mismatch': 'true' } : {}),
  }
}
