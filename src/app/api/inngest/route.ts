import { handlers } from '@/inngest/serve'

export const { GET, POST, PUT } = handlers
