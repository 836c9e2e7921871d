/**
 * Who acts, and for which organization. Every use case takes it as its first argument and puts its `organizationId`
 * into every `where`.
 */
export type Actor = {
  organizationId: string
  /** `user`: an operator's session. `apiKey`: a customer's system or an internal tool. `system`: the background. */
  kind: 'user' | 'apiKey' | 'system'
  /** Id of the user or key. */
  id: string
  /** The name that the console shows as "created by". */
  label: string
}
