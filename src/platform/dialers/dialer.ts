/** All that a dialer is told of a call. Ids are public ones; texts are what the person's row has. */
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
  /** Where the dialer reports the result: `POST /api/v1/calls/{callId}/result`. */
  resultUrl: string
  /** Signs what goes to the dialer and what comes from it. */
  dialerSecret: string
  /** Of a `webhook` dialer. */
  dialerUrl: string | null
  /** What a result can name. */
  outcomes: { name: string; successful: boolean }[]
}

/**
 * Whoever places calls. A dialer that is asked twice for one call id places one call: an attempt that seems to have
 * failed may have succeeded. The result comes later, or sooner, by `resultUrl`.
 */
export type Dialer = {
  /** @throws DialerError */
  placeCall(call: DialerCall): Promise<{ providerCallId: string }>
}

/** The dialer did not say that it has placed the call. */
export class DialerError extends Error {
  override readonly name = 'DialerError'
  /** It may be asked again, with the same id. */
  readonly retriable: boolean
  /** Whether the dialer can have understood and called nevertheless; false when it has clearly not. */
  readonly mayHavePlaced: boolean

  constructor(message: string, options: ErrorOptions & { retriable: boolean; mayHavePlaced: boolean }) {
    super(message, options)
    this.retriable = options.retriable
    this.mayHavePlaced = options.mayHavePlaced
  }
}
