import { handleRequest } from '@/trpc/handle-request'

export { handleRequest as GET, handleRequest as POST }
