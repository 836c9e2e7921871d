export { handleAuthRequest as POST } from '@/rest/handle-auth-request'
