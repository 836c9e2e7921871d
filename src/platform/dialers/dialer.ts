/** Everything that a dialer is told about a call. Ids are public; texts are those of the contact's row. */
export type DialerCall = {
  callId: string
  agentId: string
  agentName: string
  name: string
  /** E.164. */
  phoneNumber: string
  phoneNumberExt: string | null
  /** E.164. */
  fromPhoneNumber: string
  /** IANA name. */
  timezone: string
  customInputVariables: Record<string, string>
  /** Somebody tries the agent out. */
  test: boolean
  /** Where the dialer reports the result: `POST /api/v1/calls/{callId}/result`. */
  resultUrl: string
  /** The secrets that sign what goes to the dialer, and one of which signs what comes from it: two during a rotation. */
  dialerSecrets: readonly string[]
  /** For a `webhook` dialer. */
  dialerUrl: string | null
  /** The outcomes that a result can name. */
  outcomes: { name: string; successful: boolean }[]
}

/**
 * Whatever places calls. A dialer that is asked twice for one call id must place one call, since a request that seems
 * to have failed may have succeeded. The result comes to `resultUrl`, after the answer or even before it.
 */
export type Dialer = {
  /** @throws DialerError */
  placeCall(call: DialerCall): Promise<{ providerCallId: string }>
}

/** The dialer did not confirm that it has placed the call. */
export class DialerError extends Error {
  override readonly name = 'DialerError'
  /** Whether the dialer may be asked again, with the same id. */
  readonly retriable: boolean
  /** Whether the dialer may have placed the call nevertheless; false only when it certainly has not. */
  readonly mayHavePlaced: boolean

  constructor(message: string, options: ErrorOptions & { retriable: boolean; mayHavePlaced: boolean }) {
    super(message, options)
    this.retriable = options.retriable
    this.mayHavePlaced = options.mayHavePlaced
  }
}
