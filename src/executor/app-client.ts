import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { HttpAnswer } from './read-answer'

/** The real server's limit for an answer (protocol §8). */
const ANSWER_BYTES_MAX = 8 * 1024 * 1024
/** Node, and Next with it, closes idle connections after 5 s. Ours are closed first. */
const IDLE_MS_MAX = 4_000
/** A server that had closed a connection before it read the request says so at once. Later, the request was at work. */
const STALE_MS_MAX = 1_000

/** No answer came. `delivered` is false only when it is certain that the app never got the request. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError'
  readonly delivered: boolean
  constructor(message: string, delivered: boolean) {
    super(message)
    this.delivered = delivered
  }
}

/** The answer is too large to be stored. Asking again would not make it smaller. */
export class AnswerTooLargeError extends Error {
  override readonly name = 'InngestErrResponseTooLarge'
  constructor() {
    super(`the app's answer is larger than ${ANSWER_BYTES_MAX} bytes`)
  }
}

export type AppRequest = {
  method: 'POST' | 'PUT'
  /** Added to the query of the app's URL. */
  query: Record<string, string>
  headers: Record<string, string>
  body: string
  timeoutMs: number
}

/** An HTTP client for the app's one endpoint, over connections that are kept open. */
export class AppClient {
  private readonly url: URL
  private readonly agent: HttpAgent | HttpsAgent

  constructor(url: string, connectionsMax: number) {
    this.url = new URL(url)
    const options = { keepAlive: true, maxSockets: connectionsMax, timeout: IDLE_MS_MAX }
    this.agent = this.url.protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options)
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * The app may close a kept connection at the very moment it is used. That looks like a crash and is none, so a
   * request whose reused connection breaks at once is sent once more, on a new connection. If nobody listens there, it
   * was a crash for all we know, and perhaps one by this request. Then it counts as delivered, or it could crash the app
   * for ever without using up its attempts.
   *
   * @throws NoAnswerError, AnswerTooLargeError
   */
  async send(request: AppRequest): Promise<HttpAnswer> {
    try {
      return await this.sendOnce(request, this.agent)
    } catch (error) {
      if (!(error instanceof StaleConnectionError)) throw error
      const { wasWritten } = error
      return this.sendOnce(request, false).catch((second: unknown) => {
        if (second instanceof NoAnswerError && wasWritten) throw new NoAnswerError(second.message, true)
        throw second
      })
    }
  }

  close(): void {
    this.agent.destroy()
  }

  private sendOnce(request: AppRequest, agent: HttpAgent | HttpsAgent | false): Promise<HttpAnswer> {
    const url = new URL(this.url)
    for (const [name, value] of Object.entries(request.query)) url.searchParams.set(name, value)
    const body = Buffer.from(request.body)
    const headers = { 'content-type': 'application/json', ...request.headers, 'content-length': body.length }
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const sentAtMs = performance.now()
    return new Promise((resolve, reject) => {
      const outgoing = send(url, { method: request.method, headers, agent }, (incoming) => {
        readBody(incoming).then((text) => resolve(toAnswer(incoming, text)), reject)
      })
      outgoing.setTimeout(0)
      const timer = setTimeout(
        () => outgoing.destroy(new NoAnswerError(`no answer within ${request.timeoutMs} ms`, true)),
        request.timeoutMs,
      )
      outgoing.on('close', () => clearTimeout(timer))
      outgoing.on('error', (error: NodeJS.ErrnoException) => {
        const isBroken = error.code === 'ECONNRESET' || error.code === 'EPIPE'
        const isStale = outgoing.reusedSocket && isBroken && performance.now() - sentAtMs < STALE_MS_MAX
        if (error instanceof NoAnswerError || error instanceof AnswerTooLargeError) reject(error)
        else if (isStale) reject(new StaleConnectionError(outgoing.writableFinished))
        else reject(new NoAnswerError(`the app could not be called: ${reasonOf(error)}`, !isRefusal(error)))
      })
      outgoing.end(body)
    })
  }
}

/** A reused connection broke. Unless the whole request was written by then, the app cannot have acted on it. */
class StaleConnectionError extends Error {
  readonly wasWritten: boolean
  constructor(wasWritten: boolean) {
    super()
    this.wasWritten = wasWritten
  }
}

/** Tells whether the error came before a connection existed. */
function isRefusal(error: NodeJS.ErrnoException): boolean {
  const codes = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']
  const inner = error instanceof AggregateError ? (error.errors as NodeJS.ErrnoException[]) : [error]
  return inner.every((one) => codes.includes(one.code ?? ''))
}

function reasonOf(error: NodeJS.ErrnoException): string {
  return error.message || error.code || error.name
}

function readBody(incoming: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    incoming.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size > ANSWER_BYTES_MAX) incoming.destroy(new AnswerTooLargeError())
    })
    incoming.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
    incoming.on('error', (error) =>
      reject(
        error instanceof AnswerTooLargeError
          ? error
          : new NoAnswerError(`the answer broke off: ${reasonOf(error)}`, true),
      ),
    )
  })
}

function toAnswer(incoming: IncomingMessage, body: string): HttpAnswer {
  return { status: incoming.statusCode ?? 0, headers: incoming.headers as HttpAnswer['headers'], body }
}
