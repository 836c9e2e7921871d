/** What a key may be allowed, in the order in which the console lists it. */
export const SCOPES = ['enroll', 'read', 'manage'] as const

export type Scope = (typeof SCOPES)[number]

/** Says of each scope what a key with it may do. */
export const SCOPE_TABLE: Record<Scope, string> = {
  enroll: 'Enroll contacts, and pause, resume, cancel or repeat what was enrolled',
  read: 'Read agents, batches, contacts, calls and credits',
  manage: 'Create and change agents, webhook endpoints and API keys',
}
