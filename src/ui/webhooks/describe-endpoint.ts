import {
  WEBHOOK_EVENT_TABLE,
  WEBHOOK_EVENT_TYPES,
  type WebhookEventType,
} from '@/domain/webhook-events/webhook-event-types.rules'
import { FAILED_COUNTED_MAX, TEST_EVENT_TYPE } from '@/domain/webhooks/webhook.rules'
import { count, formatNumber } from '@/ui/components/format-number'
import type { StateName } from '@/ui/components/state'
import type { WebhookDelivery, WebhookEndpoint, WebhookEndpointHealth } from '@/ui/router-outputs'

/** Returns the state to show for an endpoint. "Failing" comes before "enabled". */
export function endpointStateName(
  { disabledAt }: Pick<WebhookEndpoint, 'disabledAt'>,
  health: Pick<WebhookEndpointHealth, 'failingSince'> | undefined,
): StateName {
  if (disabledAt !== null) return 'endpoint disabled'
  return health?.failingSince ? 'endpoint failing' : 'endpoint enabled'
}

/**
 * Returns the state to show for a delivery. A pending delivery waits while its endpoint is disabled, and is "retrying"
 * once an attempt has failed.
 */
export function deliveryStateName({
  status,
  attempts,
  waitsForEndpoint,
}: Pick<WebhookDelivery, 'status' | 'attempts' | 'waitsForEndpoint'>): StateName {
  if (status !== 'pending') return `delivery ${status}`
  if (waitsForEndpoint) return 'delivery waiting'
  return attempts > 0 ? 'delivery retrying' : 'delivery pending'
}

/** Writes the last answer in full, such as "HTTP 500: Internal error", or says why there was none. */
export function describeLastAnswer({
  lastHttpStatus,
  lastError,
}: Pick<WebhookEndpointHealth, 'lastHttpStatus' | 'lastError'>): string {
  if (lastHttpStatus === null) return lastError ?? 'There was no answer.'
  return lastError ? `HTTP ${lastHttpStatus}: ${lastError}` : `HTTP ${lastHttpStatus}`
}

/** Writes "3 deliveries failed in the last 7 days, after all attempts." */
export function failedLately(failed: number): string {
  const amount =
    failed < FAILED_COUNTED_MAX ? count(failed, 'delivery', 'deliveries') : `${formatNumber(failed)} or more deliveries`
  return `${amount} failed in the last 7 days, after all attempts.`
}

/** Says in one line what is wrong with an endpoint; null when nothing is. */
export function troubleOf(endpoint: WebhookEndpoint): string | null {
  const { disabledReason, waitingDeliveries, failedDeliveries } = endpoint
  const parts = [
    disabledReason,
    waitingDeliveries > 0 &&
      `${count(waitingDeliveries, 'delivery', 'deliveries')} wait${waitingDeliveries === 1 ? 's' : ''}.`,
    failedDeliveries > 0 && failedLately(failedDeliveries),
  ]
  return parts.filter(Boolean).join(' ') || null
}

/** Says what a delivery tells of: the contact who was called, or what has happened. */
export function subjectOf({ type, contactName }: Pick<WebhookDelivery, 'type' | 'contactName'>): string {
  if (contactName !== null) return contactName
  if (type === TEST_EVENT_TYPE) return 'Test message'
  return WEBHOOK_EVENT_TYPES.includes(type as WebhookEventType) ? WEBHOOK_EVENT_TABLE[type as WebhookEventType] : type
}

/** Writes "2 of the last 40 attempts failed"; null before the first attempt. */
export function failureRate({
  attempts,
  failedAttempts,
}: Pick<WebhookEndpointHealth, 'attempts' | 'failedAttempts'>): string | null {
  if (attempts === 0) return null
  if (failedAttempts === 0) return `None of the last ${count(attempts, 'attempt')} failed`
  return `${formatNumber(failedAttempts)} of the last ${count(attempts, 'attempt')} failed`
}

/** Returns the short name of a URL: "hooks.example.com". */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
