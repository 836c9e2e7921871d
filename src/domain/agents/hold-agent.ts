import { db } from '@/platform/db'

/** Notes until when the assistant of an agent is missing at its provider. The agent begins no call before that. */
export async function holdAgent(agentId: string, untilMs: number): Promise<void> {
  await db().execute`
    UPDATE agents SET held_until = greatest(held_until, ${new Date(untilMs).toISOString()}::timestamptz)
    WHERE id = ${agentId}::uuid`
}
