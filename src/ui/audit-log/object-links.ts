import type { AuditObjectKind } from '@/domain/audit/audit-actions.rules'

type Kind = { word: string; href?: (id: string) => string }

const KINDS: Record<AuditObjectKind, Kind> = {
  agent: { word: 'Agents', href: (id) => `/agents/${id}` },
  apiKey: { word: 'API keys', href: (id) => `/settings/api-keys/${id}` },
  batch: { word: 'Batches', href: (id) => `/batches/${id}` },
  call: { word: 'Calls' },
  delivery: { word: 'Webhook deliveries', href: (id) => `/webhooks/deliveries/${id}` },
  dialerAccount: { word: 'Dialer accounts', href: (id) => `/settings/dialers/${id}` },
  endpoint: { word: 'Webhook endpoints', href: (id) => `/webhooks/${id}` },
  export: { word: 'Exports' },
  import: { word: 'Imports', href: (id) => `/imports/${id}` },
  invitation: { word: 'Invitations' },
  member: { word: 'Members' },
  organization: { word: 'Organization', href: () => '/settings/organization' },
  person: { word: 'People' },
  sequence: { word: 'Contacts', href: (id) => `/sequences/${id}` },
  suppressionList: { word: 'Suppression lists', href: (id) => `/settings/suppression-lists/${id}` },
  user: { word: 'Accounts' },
}

export const KIND_OPTIONS = (Object.keys(KINDS) as AuditObjectKind[]).map((kind) => ({
  value: kind,
  label: KINDS[kind].word,
}))

/** Returns the page of what something was done to; null for what has none. */
export function objectHref(kind: string | null, id: string | null): string | null {
  if (kind === null || id === null || !Object.hasOwn(KINDS, kind)) return null
  return KINDS[kind as AuditObjectKind].href?.(id) ?? null
}
