import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client'
import type { AppRouter } from './router.js'

export { type ErrorShape, type RollcallFailure, readRollcallError } from './error.js'
export { createRollcallRest, type RollcallRest, RollcallRestError } from './rest.js'
export type { AppRouter } from './router.js'

export type RollcallClientOptions = {
  /** The address of the installation, such as https://calls.example.com. */
  url: string
  apiKey: string
  fetch?: typeof fetch
}

export type RollcallClient = TRPCClient<AppRouter>

/** Makes a typed client of every procedure. Each call is one request, and one of the key's rate limit. */
export function createRollcallClient({ url, apiKey, fetch }: RollcallClientOptions): RollcallClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: new URL('/api/trpc', url).href,
        headers: { 'x-api-key': apiKey },
        ...(fetch === undefined ? {} : { fetch }),
      }),
    ],
  })
}
