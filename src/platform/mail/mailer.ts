export type Mail = {
  /** Identifies the mail. Every attempt to send it uses the same id, by which mail systems drop repeats. */
  messageId: string
  /** The kind of mail, for the log: `sequence-step`. */
  template: string
  /** One address. */
  to: string
  subject: string
  /** Plain text. */
  text: string
}

export type Mailer = {
  /** @throws MailError */
  send(mail: Mail): Promise<void>
}

/**
 * The mail was not accepted. `retriable`: it may be accepted later. Otherwise it was refused for good, for example
 * because of an unknown address.
 */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly retriable: boolean

  constructor(message: string, options: ErrorOptions & { retriable: boolean }) {
    super(message, options)
    this.retriable = options.retriable
  }
}
