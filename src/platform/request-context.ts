import { AsyncLocalStorage } from 'node:async_hooks'

export type RequestContext = {
  requestId: string
  /** What was asked for, as its door declares it: for the metrics, which must not have a line for each id in a path. */
  route?: string
}

// One per process, however often Next loads this module: a door writes it, the logger and the outbox read it.
const globals = globalThis as typeof globalThis & { rollcallRequestContext?: AsyncLocalStorage<RequestContext> }

function storage(): AsyncLocalStorage<RequestContext> {
  globals.rollcallRequestContext ??= new AsyncLocalStorage()
  return globals.rollcallRequestContext
}

/** Runs `work` for a request: lines of the log and events of the outbox that come of it have its id. */
export function withRequestContext<T>(context: RequestContext, work: () => T): T {
  return storage().run(context, work)
}

/** The id of the request that this is done for, also in the background that follows from it; undefined outside of any. */
export function currentRequestId(): string | undefined {
  return storage().getStore()?.requestId
}

/** Says what the request under way asks for. Several calls in one request are a `batch`. */
export function nameRoute(route: string): void {
  const context = storage().getStore()
  if (context) context.route = context.route === undefined || context.route === route ? route : 'batch'
}
