/**
 * Who acts, and for which organization. The first argument of every use case: its `organizationId` belongs in every
 * `where`.
 */
export type Actor = {
  organizationId: string
  /** `user`: an operator's session. `apiKey`: a customer's system or an internal tool. `system`: the background. */
  kind: 'user' | 'apiKey' | 'system'
  /** Id of the user or key. */
  id: string
  /** What people read as "created by". */
  label: string
}
