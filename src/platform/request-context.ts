import { AsyncLocalStorage } from 'node:async_hooks'

/** A request with an API key. */
export type KeyedRequest = {
  apiKeyId: string
  organizationId: string
  method: string
  /** Without the query. */
  path: string
}

export type RequestContext = {
  requestId: string
  /** Finds where the request came from; absent for background work. */
  address?: () => string
  /** What was asked for, as the route declares it. Metrics use it, which must not have a line for each id in a path. */
  route?: string
  /** Whose log tells of the request. */
  keyed?: KeyedRequest
  wait?: RequestWait
}

// One per process, however often Next loads this module: a door writes it, the logger and the outbox read it.
const globals = globalThis as typeof globalThis & { rollcallRequestContext?: AsyncLocalStorage<RequestContext> }

function storage(): AsyncLocalStorage<RequestContext> {
  globals.rollcallRequestContext ??= new AsyncLocalStorage()
  return globals.rollcallRequestContext
}

/** Runs `work` for a request. Its log lines and the events that it records carry the request's id. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage().run(context, work)
}

/** Runs `work` for no request, or for many: it carries no request's id, and its waits are not the request's. */
export function outsideRequests<T>(work: () => T): T {
  return storage().exit(work)
}

/**
 * Returns the id of the request that the current work belongs to, also in the background work that follows from it;
 * undefined outside of any request.
 */
export function currentRequestId(): string | undefined {
  return storage().getStore()?.requestId
}

/** Returns the address that the current request came from; undefined outside of any request. */
export function currentAddress(): string | undefined {
  return storage().getStore()?.address?.()
}

/** Names the route of the current request. A request that calls several routes is named `batch`. */
export function nameRoute(route: string): void {
  const context = storage().getStore()
  if (context) context.route = context.route === undefined || context.route === route ? route : 'batch'
}

/** Says which key the current request carries. */
export function nameKey(keyed: KeyedRequest): void {
  const context = storage().getStore()
  if (context) context.keyed = keyed
}

/**
 * How long a request has waited for connections to the database. Waits side by side, such as those of the calls of a
 * tRPC batch, count once.
 */
class RequestWait {
  #open = 0
  #sinceMs = 0
  #endedMs = 0

  totalMs(): number {
    return this.#endedMs + (this.#open > 0 ? performance.now() - this.#sinceMs : 0)
  }

  /** @returns what to call when this wait is over */
  begin(): () => void {
    if (this.#open++ === 0) this.#sinceMs = performance.now()
    return () => {
      if (--this.#open === 0) this.#endedMs += performance.now() - this.#sinceMs
    }
  }
}

/** Returns the waits of the current request; undefined outside of any request. */
export function requestWait(): RequestWait | undefined {
  const context = storage().getStore()
  if (context) context.wait ??= new RequestWait()
  return context?.wait
}
