import { AsyncLocalStorage } from 'node:async_hooks'

// One per process, however often Next loads this module: the engine's calls mark their work, the database asks.
const globals = globalThis as typeof globalThis & { rollcallBackground?: AsyncLocalStorage<boolean> }

function storage(): AsyncLocalStorage<boolean> {
  globals.rollcallBackground ??= new AsyncLocalStorage()
  return globals.rollcallBackground
}

/** Runs `work` as work of the background, which must not take what a request needs. */
export function inBackground<T>(work: () => T): T {
  return storage().run(true, work)
}

/** Runs `work` as work that requests wait for, also when the background has asked for it. */
export function forRequests<T>(work: () => T): T {
  return storage().run(false, work)
}

/** Whether the current work is the background's: a function that the engine runs, or what that calls. */
export function isInBackground(): boolean {
  return storage().getStore() === true
}
