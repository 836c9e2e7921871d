import { type Dialer, DialerError } from './dialer'
import { simulatedDialer } from './simulated-dialer'
import { webhookDialer } from './webhook-dialer'

const DIALERS: Record<string, Dialer> = { simulated: simulatedDialer, webhook: webhookDialer }

/**
 * Returns the dialer with this name, as agents refer to it.
 *
 * @throws DialerError for an unknown name
 */
export function selectDialer(name: string): Dialer {
  const dialer = Object.hasOwn(DIALERS, name) ? DIALERS[name] : undefined
  if (dialer) return dialer
  throw new DialerError(`There is no dialer "${name}".`, { retriable: false, mayHavePlaced: false })
}
