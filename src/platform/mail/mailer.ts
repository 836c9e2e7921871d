export type Mail = {
  /** Names the mail, the same for every attempt to send it, as far as mail systems drop repeats by it. */
  messageId: string
  /** What kind of mail it is, for the log: `sequence-step`. */
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

/** The mail was not taken. `retriable`: it may be later; otherwise it was refused for good, such as an unknown address. */
export class MailError extends Error {
  override readonly name = 'MailError'
  readonly retriable: boolean

  constructor(message: string, options: ErrorOptions & { retriable: boolean }) {
    super(message, options)
    this.retriable = options.retriable
  }
}
