import type { WebhookEndpoint } from '../router-outputs'

/** The state to show of an endpoint. */
export function endpointStateName({ disabledAt }: Pick<WebhookEndpoint, 'disabledAt'>): string {
  return disabledAt === null ? 'endpoint enabled' : 'endpoint disabled'
}

/** What an address is called where there is little room: "hooks.example.com". */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url
}
