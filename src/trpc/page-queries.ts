import 'server-only'
import { QueryClient } from '@tanstack/react-query'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { type OperatorSession, toActor } from '@/auth/session'
import { appRouter } from './root'

/**
 * Returns what a page fetches with before it is sent, so that its content is in the HTML: a query cache, and the queries
 * of the router. They are asked here as the browser would ask them, with the same rights, but without HTTP.
 */
export function pageQueries(session: OperatorSession) {
  const queryClient = new QueryClient()
  const ctx = {
    headers: new Headers(),
    resHeaders: new Headers(),
    caller: async () => ({ actor: toActor(session), rights: { role: session.role }, session }),
  }
  return { queryClient, trpc: createTRPCOptionsProxy({ router: appRouter, ctx, queryClient }) }
}

export type PageQueries = ReturnType<typeof pageQueries>
