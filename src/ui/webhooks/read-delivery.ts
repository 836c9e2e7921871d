import { retryDelayMs } from '@/domain/webhooks/retry-schedule.rules'
import type { WebhookDeliveryDetails } from '@/ui/router-outputs'

type Attempt = WebhookDeliveryDetails['attempts'][number]

/** Formats a payload for reading, and finds the contact's name and the sequence's id in the one of a call. */
export function readPayload(payload: string): { text: string; name: string | null; sequenceId: string | null } {
  const parsed = JSON.parse(payload) as { name?: unknown; sequence?: { sequenceId?: unknown } }
  const text = (value: unknown) => (typeof value === 'string' ? value : null)
  return {
    text: JSON.stringify(parsed, null, 2),
    name: text(parsed.name),
    sequenceId: text(parsed.sequence?.sequenceId),
  }
}

/**
 * Returns when the next attempt is due, in ISO 8601. Null when none is to come, or when the first one is on its way.
 */
export function nextAttemptAt({
  deliveryId,
  status,
  attempts,
}: Pick<WebhookDeliveryDetails, 'deliveryId' | 'status' | 'attempts'>): string | null {
  const last = attempts.at(-1)
  if (status !== 'pending' || !last) return null
  const delayMs = retryDelayMs(deliveryId, last.number)
  return delayMs === null ? null : new Date(Date.parse(last.startedAt) + last.durationMs + delayMs).toISOString()
}

/** Describes the answer to an attempt: its status and its beginning, or why there was none. */
export function describeAnswer({ httpStatus, error }: Attempt): string {
  if (httpStatus === null) return error ?? 'No answer'
  return error ? `HTTP ${httpStatus}: ${error}` : `HTTP ${httpStatus}`
}
