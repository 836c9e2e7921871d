import type { CredentialField } from '@/platform/dialers/remote-dialer'
import { remoteDialer } from '@/platform/dialers/remote-dialers'
import { DIALER_KINDS, type DialerKind, isRemote } from './dialer-kinds.rules'
import { dialerLabel } from './list-dialer-accounts'

export type DialerKindDetail = {
  kind: DialerKind
  label: string
  /** What a customer types in to connect an account. */
  fields: readonly CredentialField[]
  dialsExtensions: boolean
}

/** Lists the dialers for which this installation has an adapter, in the order in which they are offered. */
export function listDialerKinds(): DialerKindDetail[] {
  return DIALER_KINDS.flatMap((kind) => {
    const dialer = remoteDialer(kind)
    if (!dialer && isRemote(kind)) return []
    return [
      {
        kind,
        label: dialerLabel(kind),
        fields: dialer?.fields ?? [],
        dialsExtensions: dialer?.dialsExtensions ?? true,
      },
    ]
  })
}
