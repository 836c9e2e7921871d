import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Logger } from 'pino'
import { z } from 'zod'
import type { acceptEvents } from './accept-events'
import type { SyncResult } from './app-sync'
import { isUnavailable } from './database'
import { readOps } from './read-answer'
import { hashSigningKey, isSameSecret } from './signatures'
import type { Op } from './state'
import { type EventIdSeed, parseEventIdSeed } from './ulid'

/** Room for a full request of ordinary events; a single event has its own, lower limit. */
const REQUEST_BYTES_MAX = 32 * 1024 * 1024

export type Health = {
  status: 'ok' | 'degraded'
  database: boolean
  app: { synced: boolean; error: string | null }
  /** Jobs that are due, and calls of this executor under way; null when the database is away. */
  queue: { due: number; underWay: number } | null
}

type Handlers = {
  /** Stores events. */
  store: (events: Parameters<typeof acceptEvents>[0], seed: EventIdSeed | null) => Promise<StoreResult>
  register: (appId: string, functions: unknown) => Promise<SyncResult>
  readRun: (runId: string, part: 'batch' | 'actions') => Promise<string | null>
  /** @returns false when the call is superseded */
  checkpoint: (lease: { runId: string; jobId: string; generation: number }, ops: Op[]) => Promise<boolean>
  health: () => Promise<Health>
}

export type StoreResult = { ok: true; ids: string[] } | { ok: false; status: number; error: string }

type HttpServerOptions = {
  handlers: Handlers
  keys: { eventKey: string; signingKey: string } | null
  log: Logger
}

const registrationSchema = z.object({ appName: z.string().min(1), functions: z.unknown() })

const checkpointSchema = z.object({
  qi_id: z.string(),
  generation_id: z.number().int(),
  steps: z
    .array(z.looseObject({ op: z.literal(['StepRun', 'Step'], 'only finished steps can be checkpointed') }))
    .min(1),
})

/**
 * The server's side of the protocol (§2, §3, §5.5, §7): events, registration, checkpoints, the state of large runs, and
 * health.
 */
export class HttpServer {
  private readonly server: Server
  private readonly options: HttpServerOptions
  private readonly bearer: string | null
  private readonly kind: 'cloud' | 'dev'

  constructor(options: HttpServerOptions) {
    this.options = options
    this.kind = options.keys ? 'cloud' : 'dev'
    this.bearer = options.keys ? hashSigningKey(options.keys.signingKey) : null
    this.server = createServer((request, response) => void this.handle(request, response))
    // Longer than any idle time of the app's client, so that it is never we who close a connection under its request.
    this.server.keepAliveTimeout = 65_000
  }

  /** @returns the port listened on */
  listen(port: number, host: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject)
      this.server.listen(port, host, () => {
        this.server.off('error', reject)
        resolve((this.server.address() as AddressInfo).port)
      })
    })
  }

  /** Accepts no more connections, and resolves when the requests under way are answered. */
  close(): Promise<void> {
    return new Promise((resolve) => {
      this.server.close(() => resolve())
      this.server.closeIdleConnections()
    })
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('x-inngest-server-kind', this.kind)
    try {
      await this.route(request, response)
    } catch (error) {
      const { status, message } = this.explain(error, request)
      sendJson(response, status, { ids: [], status, error: message })
    }
  }

  private explain(error: unknown, request: IncomingMessage): { status: number; message: string } {
    if (error instanceof RequestError) return error
    const { log } = this.options
    if (isUnavailable(error)) {
      log.warn({ reason: (error as Error).message, url: request.url }, 'a request was refused without the database')
      return { status: 503, message: 'the database is not available at the moment' }
    }
    log.error({ err: error, url: request.url }, 'a request failed')
    return { status: 500, message: 'the executor failed; its log says how' }
  }

  private async route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://executor')
    const route = `${request.method} ${url.pathname}`
    const eventKey = route.match(/^POST \/e\/([^/]+)\/?$/)?.[1]
    if (eventKey !== undefined) return this.postEvents(request, response, decodeURIComponent(eventKey))
    if (route === 'POST /fn/register') return this.postRegistration(request, response)
    const runState = route.match(/^GET \/v0\/runs\/([^/]+)\/(batch|actions)$/)
    if (runState) return this.getRunState(request, response, runState[1] as string, runState[2] as 'batch' | 'actions')
    const checkpoint = route.match(/^POST \/v1\/checkpoint\/([^/]+)\/async$/)?.[1]
    if (checkpoint !== undefined) return this.postCheckpoint(request, response, decodeURIComponent(checkpoint))
    if (route === 'GET /health') {
      const health = await this.options.handlers.health()
      return sendJson(response, health.status === 'ok' ? 200 : 503, health)
    }
    if (url.pathname.startsWith('/v0/') || url.pathname.startsWith('/v1/') || url.pathname.startsWith('/v2/'))
      throw new RequestError(501, `${route} is not supported by the embedded executor; a real Inngest server has it`)
    throw new RequestError(404, `there is no ${route}`)
  }

  private async postEvents(request: IncomingMessage, response: ServerResponse, eventKey: string): Promise<void> {
    const { keys, handlers } = this.options
    if (keys && !isSameSecret(eventKey, keys.eventKey)) throw new RequestError(401, 'Event key not found')
    const seed = parseEventIdSeed(headerOf(request, 'x-inngest-event-id-seed'))
    const stored = await handlers.store(await readJson(request), seed)
    if (!stored.ok) throw new RequestError(stored.status, stored.error)
    sendJson(response, 200, { ids: stored.ids, status: 200 })
  }

  private async postRegistration(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.authenticate(request)
    const expected = headerOf(request, 'x-inngest-expected-server-kind')
    if (expected !== undefined && expected !== this.kind)
      throw new RequestError(400, `the app expects a ${expected} server, and this executor runs as ${this.kind}`)
    const body = registrationSchema.safeParse(await readJson(request))
    if (!body.success) throw new RequestError(400, `the registration cannot be read: ${z.prettifyError(body.error)}`)
    const result = await this.options.handlers.register(body.data.appName, body.data.functions)
    if (!result.ok) throw new RequestError(400, result.error)
    sendJson(response, 200, { ok: true, modified: result.changed, app_id: body.data.appName, status: 200 })
  }

  private async getRunState(
    request: IncomingMessage,
    response: ServerResponse,
    runId: string,
    part: 'batch' | 'actions',
  ): Promise<void> {
    this.authenticate(request)
    const state = await this.options.handlers.readRun(decodeURIComponent(runId), part)
    if (state === null) throw new RequestError(404, `there is no run ${runId}`)
    sendText(response, 200, state)
  }

  private async postCheckpoint(request: IncomingMessage, response: ServerResponse, runId: string): Promise<void> {
    this.authenticate(request)
    const body = checkpointSchema.safeParse(await readJson(request))
    if (!body.success) throw new RequestError(400, `the checkpoint cannot be read: ${z.prettifyError(body.error)}`)
    const lease = { runId, jobId: body.data.qi_id, generation: body.data.generation_id }
    const isCurrent = await this.options.handlers.checkpoint(lease, readOps(body.data.steps))
    if (!isCurrent) throw new RequestError(409, 'this call has been superseded')
    sendJson(response, 200, { status: 200 })
  }

  private authenticate(request: IncomingMessage): void {
    if (this.bearer === null) return
    const given = headerOf(request, 'authorization')?.replace(/^Bearer /, '') ?? ''
    if (!isSameSecret(given, this.bearer)) throw new RequestError(401, 'Unauthorized')
  }
}

/** Answered with its status and message, in the form that the SDK reads. */
class RequestError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

async function readJson(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > REQUEST_BYTES_MAX) throw new RequestError(413, `the request is larger than ${REQUEST_BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
  } catch {
    throw new RequestError(400, 'the body is not JSON')
  }
}

function headerOf(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, JSON.stringify(body))
}

function sendText(response: ServerResponse, status: number, body: string): void {
  const bytes = Buffer.from(body)
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes.length }).end(bytes)
}
