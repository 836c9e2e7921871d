import { nowMs } from '@/platform/clock'
import { dispatchCalls } from './dispatch-calls'

export type AgentDispatch = {
  agentId: string
  calls: number
  emails: number
  /** When more becomes due that has to be announced for its very moment, in ms since 1970; null when nothing has. */
  announceMs: number | null
}

// What is due within this is announced; the rest is found by the cron when it comes.
const ANNOUNCE_AHEAD_MS = 90_000

/** Each holds a connection of the background, of which there are few. */
const AGENTS_AT_ONCE = 4

/**
 * Dispatches the due calls and mails of each agent. Trouble with one agent is no trouble of the others.
 *
 * @returns what was dispatched, and the agents whose dispatch has failed
 * @throws what the first dispatch has thrown, when all have failed
 */
export async function dispatchAgents(input: {
  agentIds: readonly string[]
}): Promise<{ dispatched: AgentDispatch[]; failed: string[] }> {
  const waiting = [...input.agentIds]
  const dispatched: AgentDispatch[] = []
  const failed: string[] = []
  const errors: unknown[] = []
  const work = async () => {
    for (let agentId = waiting.shift(); agentId !== undefined; agentId = waiting.shift()) {
      try {
        const { calls, emails, nextDueAt } = await dispatchCalls({ agentId })
        dispatched.push({ agentId, calls, emails, announceMs: momentToAnnounce(nextDueAt) })
      } catch (error) {
        failed.push(agentId)
        errors.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: AGENTS_AT_ONCE }, work))
  if (dispatched.length === 0 && errors.length > 0) throw errors[0]
  return { dispatched, failed }
}

function momentToAnnounce(nextDueAt: string | null): number | null {
  const dueMs = nextDueAt === null ? null : Date.parse(nextDueAt)
  return dueMs !== null && dueMs - nowMs() < ANNOUNCE_AHEAD_MS ? dueMs : null
}
