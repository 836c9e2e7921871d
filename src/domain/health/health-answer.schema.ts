import { z } from 'zod'

export const healthSchema = z.object({
  status: z
    .enum(['ok', 'degraded', 'down'])
    .describe('degraded: requests are accepted and durable, and the background catches up once it is back.'),
  database: z.enum(['ok', 'down']),
  background: z.enum(['ok', 'down']),
})

export type Health = z.output<typeof healthSchema>
