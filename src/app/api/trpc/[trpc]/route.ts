import { fetchRequestHandler } from '@trpc/server/adapters/fetch'
import { createContext } from '@/trpc/context'
import { appRouter } from '@/trpc/root'

const handle = (request: Request) =>
  fetchRequestHandler({ endpoint: '/api/trpc', req: request, router: appRouter, createContext })

export { handle as GET, handle as POST }
