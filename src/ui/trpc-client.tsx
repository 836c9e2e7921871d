'use client'

import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createTRPCClient, httpBatchLink, httpLink, splitLink, TRPCClientError, type TRPCLink } from '@trpc/client'
import { tap } from '@trpc/server/observable'
import { createTRPCContext } from '@trpc/tanstack-react-query'
import { type ReactNode, useState } from 'react'
import { CALLS_MAX } from '@/domain/procedure-calls.rules'
import type { AppRouter } from '@/trpc/root'

const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export { useTRPC, useTRPCClient }

const URL_OF_PROCEDURES = '/api/trpc'
const STALE_MS = 5_000
/** Below what the server allows a session: a page that asks for more sends several requests side by side. */
const CALLS_PER_REQUEST_MAX = CALLS_MAX.session - 10
const RETRIES_MAX = 2

function statusOf(error: unknown): number | undefined {
  return error instanceof TRPCClientError ? error.data?.httpStatus : undefined
}

function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: STALE_MS,
        // A refused request would be refused again, so only lost requests and errors of the server (5xx) are repeated.
        retry: (failures, error) => failures < RETRIES_MAX && (statusOf(error) ?? 500) >= 500,
      },
    },
  })
}

/**
 * Where the session has ended while a page was open, the operator signs in and comes back to the page, whatever has
 * asked. Whoever sends something learns of it before, so that the tab does not ask whether it may be left.
 */
const leaveWithoutSession: TRPCLink<AppRouter> =
  () =>
  ({ next, op }) =>
    next(op).pipe(tap({ error: (error) => void (statusOf(error) === 401 && setTimeout(leave)) }))

const LEAVING_MS = 15_000
let leavesUntilMs = 0

/** Goes to the sign-in, once: a page that goes on asking would begin anew each time, and never arrive. */
function leave(): void {
  if (Date.now() < leavesUntilMs) return
  leavesUntilMs = Date.now() + LEAVING_MS
  window.location.assign(signInPath(window.location))
}

function signInPath({ pathname, search }: Location): string {
  return `/sign-in?next=${encodeURIComponent(pathname + search)}`
}

/** Gives the console its typed client and its query cache. */
export function TrpcClientProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient)
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        leaveWithoutSession,
        splitLink({
          // Several are sent at once, and together they could be larger than a request may be.
          condition: ({ path }) => path === 'imports.stageChunk',
          true: httpLink({ url: URL_OF_PROCEDURES }),
          false: httpBatchLink({
            url: URL_OF_PROCEDURES,
            maxURLLength: 4_000,
            maxItems: CALLS_PER_REQUEST_MAX,
          }),
        }),
      ],
    }),
  )
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  )
}
