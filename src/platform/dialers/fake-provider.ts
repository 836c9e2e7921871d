import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http'
import type { z } from 'zod'
import type { RemoteResultType } from './remote-dialer'

/**
 * Holds a strict schema of a request to the type in the provider's SDK, when types are checked: what passes the schema is
 * what the provider takes, and no field of it is made up.
 *
 * @param _madeUp always `[]`; the compiler refuses it where the schema has a field that the SDK's type has not
 */
export function declared<Ours, Theirs>(
  schema: z.ZodType<Ours & Theirs>,
  _madeUp: Exclude<keyof Ours, keyof Theirs> extends never ? [] : never,
): z.ZodType<Ours & Theirs> {
  return schema
}

/** A request to a fake provider, read. */
export type FakeRequest = {
  method: string
  /** Without the query. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** Parsed; undefined where there is none. */
  json: unknown
  /** What the route's path has captured. */
  params: string[]
}

export type FakeAnswer = { status: number; json?: unknown; headers?: Record<string, string> }

export type FakeRoute = { method: string; path: RegExp; answer: (request: FakeRequest) => FakeAnswer }

/**
 * What goes wrong with a request:
 *
 * - an answer: is given instead, and nothing is done
 * - `lost`: the request is carried out, and the connection breaks instead of an answer
 * - `unheard`: the connection breaks, and nothing is done
 * - `mute`: nothing is done, and no answer ever comes
 * - `late`: it is carried out after `lateMs`, by when whoever asked has given up
 * - `cut`: it is carried out, and the answer breaks off in the middle
 */
export type FakeFault = FakeAnswer | 'lost' | 'unheard' | 'mute' | 'late' | 'cut'

/** An event as a provider sends it to an account's `eventsUrl`. */
export type FakeEvent = { headers: Record<string, string>; body: string }

/** What goes wrong with the events of a call. `forged` adds one with another body under the same signature. */
export type EventMishap = 'none' | 'lost' | 'repeated' | 'reordered' | 'forged'

/** Returns the requests that tell of the events of a call to an address, in their order, as far as nothing goes wrong. */
export function eventRequests(url: string, events: readonly FakeEvent[], mishap: EventMishap): Request[] {
  const sent = {
    none: events,
    lost: [],
    repeated: events.flatMap((event) => [event, event, event]),
    reordered: events.toReversed(),
    forged: events.flatMap((event) => [{ ...event, body: event.body.replace('{', '{"forged":true,') }, event]),
  }[mishap]
  return sent.map(({ headers, body }) => {
    return new Request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
  })
}

/** Sends them, one after the other; the answers' statuses are returned. */
export async function sendEvents(
  url: string,
  events: readonly FakeEvent[],
  mishap: EventMishap = 'none',
): Promise<number[]> {
  const statuses: number[] = []
  for (const request of eventRequests(url, events, mishap)) {
    const response = await fetch(request)
    await response.arrayBuffer()
    statuses.push(response.status)
  }
  return statuses
}

/** A call that a fake has begun: somebody was rung. */
export type FakeRing = { providerCallId: string; callId: string | null; phoneNumber: string }

/** What every fake of a dialer can do, whoever's it is. */
export type FakeDialer = FakeProvider & {
  /** Everybody who was rung, in order. A number twice in here was called twice. */
  rings: FakeRing[]
  /** Ends a call, and returns the events that tell of it, signed. */
  end(providerCallId: string, resultType: RemoteResultType): FakeEvent[]
}

/** A server that stands in a provider's place. */
export type FakeProvider = {
  /** For `DIALER_FAKES`. */
  url: string
  /** All requests, in the order in which they came. */
  requests: FakeRequest[]
  /** Decides for each request what goes wrong with it; null lets it be. */
  faults: (request: FakeRequest) => FakeFault | null
  /** Lets the next request to this path go wrong. */
  failNext(path: RegExp, fault: FakeFault): void
  /** How long after the request one that is `late` is carried out. */
  lateMs: number
  close(): Promise<void>
}

/**
 * Starts a fake provider on a port of its own. `refuse` sees each request first, for the key.
 *
 * @param options.refuse returns what whoever has no right to ask is answered
 */
export async function startFakeProvider(options: {
  routes: readonly FakeRoute[]
  refuse: (request: FakeRequest) => FakeAnswer | null
}): Promise<FakeProvider> {
  const planned: { path: RegExp; fault: FakeFault }[] = []
  const timers = new Set<NodeJS.Timeout>()

  const carryOut = (request: FakeRequest): FakeAnswer => {
    const refused = options.refuse(request)
    if (refused) return refused
    for (const route of options.routes) {
      const match = route.method === request.method ? route.path.exec(request.path) : null
      if (match) return route.answer({ ...request, params: match.slice(1).map(decodeURIComponent) })
    }
    return { status: 404, json: { message: `Cannot ${request.method} ${request.path}` } }
  }

  const server: Server = createServer(async (incoming, response) => {
    let body = ''
    for await (const chunk of incoming) body += chunk
    const url = new URL(incoming.url ?? '/', 'http://fake')
    const { pathname: path, searchParams: query } = url
    const request = { method: incoming.method ?? '', path, query, headers: incoming.headers, params: [] }
    const read: FakeRequest = { ...request, json: body === '' ? undefined : JSON.parse(body) }
    fake.requests.push(read)
    const at = planned.findIndex((plan) => plan.path.test(path))
    const fault = at >= 0 ? (planned.splice(at, 1)[0]?.fault ?? null) : fake.faults(read)
    if (fault === null) send(response, carryOut(read))
    else if (typeof fault === 'object') send(response, fault)
    else if (fault === 'unheard') response.destroy()
    else if (fault === 'late') {
      const timer = setTimeout(() => {
        timers.delete(timer)
        send(response, carryOut(read))
      }, fake.lateMs)
      timers.add(timer)
    } else if (fault === 'lost') {
      carryOut(read)
      response.destroy()
    } else if (fault === 'cut') {
      const { status, json } = carryOut(read)
      const text = JSON.stringify(json ?? null)
      response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length + 1 })
      response.write(text.slice(0, text.length / 2), () => response.destroy())
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const fake: FakeProvider = {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    requests: [],
    faults: () => null,
    failNext: (path, fault) => void planned.push({ path, fault }),
    lateMs: 20_000,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return fake
}

function send(response: ServerResponse, { status, json, headers }: FakeAnswer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(json === undefined ? '' : JSON.stringify(json))
}
