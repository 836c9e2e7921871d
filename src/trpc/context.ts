import { type Caller, identify } from './identify'

/** What a procedure knows of its request. */
export type Context = {
  resHeaders: Headers
  /** Who sent the request: found out when the first of its procedures asks, and once for all of them. */
  caller: () => Promise<Caller>
}

export function createContext({ req, resHeaders }: { req: Request; resHeaders: Headers }): Context {
  let caller: Promise<Caller> | undefined
  return {
    resHeaders,
    caller: () => {
      caller ??= identify(req, resHeaders)
      return caller
    },
  }
}
