/** The roles of an organization's members, from the one that may do most to the one that may only look. */
export const ROLES = ['owner', 'admin', 'operator', 'viewer'] as const

export type Role = (typeof ROLES)[number]

/**
 * Who acts, and for which organization. Every use case takes it as its first argument and puts its `organizationId`
 * into every `where`. What an actor may do is decided at the doors, by `OPERATION_TABLE`.
 */
export type Actor = {
  organizationId: string
  /** `user`: an operator's session. `apiKey`: a customer's system or an internal tool. `system`: the background. */
  kind: 'user' | 'apiKey' | 'system'
  /** Id of the user or key. */
  id: string
  /** The name that the console shows as "created by". */
  label: string
  /** Of a user alone. */
  role?: Role
  /** Of a key alone: what it may do, and so what it may give to another key. */
  scopes?: readonly string[]
  /** A test key: what it enrolls is called by the simulated dialer and costs no credits. */
  test?: boolean
}
