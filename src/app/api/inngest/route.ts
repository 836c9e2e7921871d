import { handlers } from '@/inngest/serve'
import { limitBody } from '@/rest/limit-body'

export const { GET } = handlers
export const POST = limitBody(handlers.POST)
export const PUT = limitBody(handlers.PUT)
