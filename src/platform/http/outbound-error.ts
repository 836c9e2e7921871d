/**
 * Why a request to somebody else's server got no answer.
 *
 * - `refused`: by us, since the address is not one that we connect to
 * - `timeout`: the whole exchange took too long
 * - `network`: the name is unknown, nobody listens, TLS failed, the connection broke, or it was not HTTP
 */
export type OutboundErrorKind = 'refused' | 'timeout' | 'network'

/**
 * A request got no answer. The message is for the delivery log: it says what happened and reveals nothing that we hold.
 */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly kind: OutboundErrorKind
  /** Whether there was a connection, so that the other side may have read the request and acted on it. */
  readonly mayHaveArrived: boolean

  constructor(kind: OutboundErrorKind, message: string, options: ErrorOptions & { mayHaveArrived: boolean }) {
    super(message, options)
    this.kind = kind
    this.mayHaveArrived = options.mayHaveArrived
  }
}
