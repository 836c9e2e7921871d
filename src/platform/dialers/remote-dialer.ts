import type { z } from 'zod'
import type { DialerCall } from './dialer'

/** How a call ended, in our words. */
export type RemoteResultType = 'Goal Completed' | 'Goal Not Completed' | 'Voicemail' | 'No Answer' | 'Busy' | 'Failed'

/** A customer's account at a provider, as the adapter of the provider gets it. */
export type RemoteAccount<Credentials> = {
  /** Decrypted, and parsed with the adapter's `credentials`. Never logged, never in a message. */
  credentials: Credentials
  /** Where the provider may send its events: `POST /api/v1/dialers/{token}`. */
  eventsUrl: string
}

/** A call to place through a provider's account. */
export type RemoteCallRequest = Omit<DialerCall, 'dialerSecrets' | 'dialerUrl'> & {
  /** The provider's id of the assistant that speaks. */
  remoteAgentId: string
  /** The provider's id of `fromPhoneNumber`, as `check` has listed it; null where it was not listed. */
  remoteNumberId: string | null
  /** When we first asked for this call, so that `find` knows how far back to look. */
  firstAskedAt: Date
  /**
   * Of a dialer that `dialsLast`: whether the request that dials may have been sent. Null of every other, and where
   * nobody has noted it.
   */
  dialed: boolean | null
}

/** A call as it is placed. */
export type RemoteCallToPlace = RemoteCallRequest & {
  /**
   * Notes that the person is dialed from now on, so that `find` knows it whatever becomes of us. A dialer that `dialsLast`
   * awaits it right before the request that dials.
   *
   * @returns false when somebody else deals with the call by now: then nobody must be dialed
   */
  dials: () => Promise<boolean>
}

/**
 * Why a provider has not confirmed that it calls.
 *
 * - `person`: refused for good. This number cannot be called through the account; others can.
 * - `later`: refused for now (429, all lines busy). Nobody was called, and it costs no attempt.
 * - `account`: the account cannot call anybody (key, balance, number). It is paused with the reason; nobody is burnt.
 * - `unclear`: no answer, a broken one, or 5xx. The person may be on the phone: `find` before asking again.
 */
export type RefusalKind = 'person' | 'later' | 'account' | 'unclear'

/** The provider did not confirm that it has placed the call. The message is for an operator, and holds no secret. */
export class RemoteDialerError extends Error {
  override readonly name = 'RemoteDialerError'
  readonly kind: RefusalKind
  /** For `later`: when to ask again, where the provider says so. */
  readonly retryAfterMs: number | null
  /** For `later`: it need not pass by itself. Where it lasts, somebody has to look after the account. */
  readonly mayLast: boolean

  constructor(
    kind: RefusalKind,
    message: string,
    options: ErrorOptions & { retryAfterMs?: number | null; mayLast?: boolean } = {},
  ) {
    super(message, options)
    this.kind = kind
    this.retryAfterMs = options.retryAfterMs ?? null
    this.mayLast = options.mayLast ?? false
  }
}

/**
 * What a look for a call that may have been placed has found. `unknown` is for providers, or moments, where nothing can be
 * found out: the call then counts as placed, since one call lost is better than a person called twice. Its id is told where
 * it is known all the same, so that the call can be fetched.
 */
export type FoundCall =
  | { is: 'placed'; providerCallId: string }
  | { is: 'absent' }
  | { is: 'unknown'; providerCallId?: string }

/** The end of a call, in our words, as far as the provider says anything. */
export type RemoteResult = {
  resultType: RemoteResultType
  /** Seconds. */
  duration: number
  endedAt: Date
  summary: string | null
  transcription: string | null
  recordingUrl: string | null
  /** What the provider's analysis has extracted, by its own names. An agent maps these fields to its outcomes. */
  analysis: Record<string, unknown>
  /** The person asked not to be called again, where the provider says so. */
  optOut: boolean
  /** Of `Failed`: whether trying again can help, or the account is broken. Null for every other end. */
  failure: { kind: 'again' | 'for good' | 'account'; reason: string } | null
  /** The provider's own word for the end, such as `dial_busy`. */
  endReason: string | null
  /** The provider's answer as it came. */
  raw: unknown
}

/** The provider's truth about a call. `absent` when it does not know the call. */
export type RemoteCallState = { is: 'under way' } | { is: 'ended'; result: RemoteResult } | { is: 'absent' }

/** Which call an event is about. Nothing else of an event is believed. */
export type EventAbout = {
  /** The provider's id of the call, and ours from its metadata. At least one of them is known. */
  providerCallId: string | null
  callId: string | null
  /** Null where the provider signs nothing, or the account has no secret for it. */
  isSigned: boolean | null
}

export type RemoteChoice = { id: string; name: string }

/** What a harmless read with the credentials has shown. */
export type RemoteAccountCheck = {
  /** Such as "Acme (workspace 12)"; shown as "Connected as …". */
  connectedAs: string
  /** The assistants and numbers to choose from; null where the provider lists none, and ids are typed in. */
  agents: RemoteChoice[] | null
  numbers: (RemoteChoice & { phoneNumber: string | null })[] | null
  /** How many calls the provider lets the account have at once, where it says so. */
  linesMax: number | null
}

/** A request of the provider to the account's `eventsUrl`. */
export type RemoteEventRequest = {
  headers: Headers
  /** The body as it came, at most 1 MB. */
  body: string
}

/** A field of the form by which an account is connected. Secrets are never shown again. */
export type CredentialField = {
  name: string
  label: string
  /** Where the customer finds it at the provider. */
  hint: string
  secret: boolean
  optional: boolean
}

/**
 * The adapter of a provider: one folder beside this file, and one line in `remote-dialers.ts`. An adapter holds no state
 * and writes nothing; it only asks the provider, through `guardedRequest`.
 */
export type RemoteDialer<Credentials = never> = {
  /** The provider's own name, as it writes it. */
  label: string
  credentials: z.ZodType<Credentials>
  fields: readonly CredentialField[]
  /** Whether an extension can be dialed after the number. */
  dialsExtensions: boolean
  /** Whether a call takes other requests before the one that dials, which is noted first (`RemoteCallToPlace.dials`). */
  dialsLast: boolean
  /**
   * Whatever is asked beforehand, the request that calls is given up within `REMOTE_TIMEOUT_MS` of the beginning, or `find`
   * knows by then that it is on its way: after that somebody else may look, find nothing, and ask.
   *
   * @throws RemoteDialerError when the provider has not confirmed the call
   */
  place(call: RemoteCallToPlace, account: RemoteAccount<Credentials>): Promise<{ providerCallId: string }>
  /**
   * After an unclear attempt: whether there is such a call. "Absent" is to be believed only some time after the attempt: a
   * provider may go on with a request of which we have given up waiting for the answer.
   *
   * @throws RemoteDialerError when that could not be asked
   */
  find(call: RemoteCallRequest, account: RemoteAccount<Credentials>): Promise<FoundCall>
  /** @throws RemoteDialerError when the provider could not be asked */
  fetch(call: { providerCallId: string; callId: string }, account: RemoteAccount<Credentials>): Promise<RemoteCallState>
  /** Null when the event is about no call, tells of what we do not ask for, or cannot be read. Never throws. */
  readEvent(request: RemoteEventRequest, account: RemoteAccount<Credentials>): EventAbout | null
  /** @throws RemoteDialerError of kind `account` with what to correct, or `unclear` when the provider was not reached */
  check(account: RemoteAccount<Credentials>): Promise<RemoteAccountCheck>
  /** Hangs up, where the provider can. */
  stop?(call: { providerCallId: string }, account: RemoteAccount<Credentials>): Promise<void>
}
