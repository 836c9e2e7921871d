import { Inngest } from 'inngest'
import { logger } from './logger'

/**
 * The one Inngest client. The standard `INNGEST_*` variables decide whom it talks to: the embedded executor (set by
 * `npm start`), Inngest Cloud or a self-hosted server. Its id is the first part of every function's id.
 */
export const inngest = new Inngest({ id: 'rollcall', logger: logger.child({ part: 'inngest' }) })

const REACH_TIMEOUT_MS = 1_000

/**
 * Whether the engine answers HTTP at all. Any answer counts, also a 404: the embedded executor, a self-hosted server and
 * Inngest Cloud have no health path in common.
 */
export async function reachEngine(): Promise<boolean> {
  try {
    const answer = await fetch(inngest.eventBaseUrl, { method: 'HEAD', signal: AbortSignal.timeout(REACH_TIMEOUT_MS) })
    return answer.status < 500
  } catch {
    return false
  }
}
