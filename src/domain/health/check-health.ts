import { nowMs } from '@/platform/clock'
import { probeDatabase } from '@/platform/database-probe'
import { reachEngine } from '@/platform/inngest-client'
import { logger } from '@/platform/logger'
import type { Health } from './health-answer.schema'

/**
 * Checks that the database accepts a write and that the background engine answers. Takes some seconds at most; never
 * throws.
 */
export async function checkHealth(): Promise<Health> {
  const [database, background] = await Promise.all([
    probeDatabase(nowMs()).then(
      () => 'ok' as const,
      (error: unknown) => {
        logger.error({ reason: String(error) }, 'The database does not answer, or takes no writes.')
        return 'down' as const
      },
    ),
    reachEngine().then((reached) => (reached ? ('ok' as const) : ('down' as const))),
  ])
  return { status: database === 'down' ? 'down' : background === 'down' ? 'degraded' : 'ok', database, background }
}
