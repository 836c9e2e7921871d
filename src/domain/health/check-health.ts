import { db } from '@/platform/db'
import { reachEngine } from '@/platform/inngest-client'
import { logger } from '@/platform/logger'

export type Health = {
  /** `degraded`: requests are accepted and durable, and the background catches up once it is back. */
  status: 'ok' | 'degraded' | 'down'
  database: 'ok' | 'down'
  background: 'ok' | 'down'
}

/** Asks the database and the background engine whether they answer. Never throws. */
export async function checkHealth(): Promise<Health> {
  const [database, background] = await Promise.all([
    db().$queryRaw`SELECT 1`.then(
      () => 'ok' as const,
      (error: unknown) => {
        logger.error({ err: error }, 'The database does not answer.')
        return 'down' as const
      },
    ),
    reachEngine().then((reached) => (reached ? ('ok' as const) : ('down' as const))),
  ])
  return { status: database === 'down' ? 'down' : background === 'down' ? 'degraded' : 'ok', database, background }
}
