import { handleRequest } from '@/auth/handle-request'

export { handleRequest as GET, handleRequest as POST }
