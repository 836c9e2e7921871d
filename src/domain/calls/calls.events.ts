/** A line was taken for this call; the dialer has to be asked. */
export const CALL_REQUESTED = 'calls/call.requested'

/** A result of this call was recorded, by the dialer or by our time-out. */
export const CALL_ENDED = 'calls/call.ended'

export type CallData = { callId: string }

/** An EMAIL step is due. */
export const EMAIL_REQUESTED = 'emails/email.requested'

export type EmailData = { emailId: string }
