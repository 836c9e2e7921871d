import { blandDialer } from './bland/bland-dialer'
import { dograhDialer } from './dograh/dograh-dialer'
import { elevenlabsDialer } from './elevenlabs/elevenlabs-dialer'
import { livekitDialer } from './livekit/livekit-dialer'
import type { RemoteDialer } from './remote-dialer'
import { retellDialer } from './retell/retell-dialer'
import { vapiDialer } from './vapi/vapi-dialer'

/**
 * The adapters of the providers, by the kind of a dialer account: one line for each folder beside this file. The
 * credentials of an account are `unknown` until the adapter's own schema has parsed them.
 */
const REMOTE_DIALERS: Record<string, RemoteDialer<unknown>> = {
  retell: retellDialer,
  vapi: vapiDialer,
  elevenlabs: elevenlabsDialer,
  bland: blandDialer,
  livekit: livekitDialer,
  dograh: dograhDialer,
}

/** The adapter of this kind; null where there is none. */
export function remoteDialer(kind: string): RemoteDialer<unknown> | null {
  return Object.hasOwn(REMOTE_DIALERS, kind) ? (REMOTE_DIALERS[kind] ?? null) : null
}
