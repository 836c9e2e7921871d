import { count } from '../components/format-number'
import type { WebhookEndpoint } from '../router-outputs'

/** The state to show of an endpoint. */
export function endpointStateName({ disabledAt }: Pick<WebhookEndpoint, 'disabledAt'>): string {
  return disabledAt === null ? 'endpoint enabled' : 'endpoint disabled'
}

/** "3 deliveries failed in the last 7 days, after all attempts." */
export function failedLately(failed: number): string {
  return `${count(failed, 'delivery', 'deliveries')} failed in the last 7 days, after all attempts.`
}

/** What is wrong with an endpoint, in a line; null when nothing is. */
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

/** What an address is called where there is little room: "hooks.example.com". */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
