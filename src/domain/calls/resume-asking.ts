import { callRequested } from '@/domain/events'
import { nowMs } from '@/platform/clock'
import { transaction } from '@/platform/db'
import { env } from '@/platform/env'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { stopAsking } from './place-calls'

/**
 * Announces calls again whose placing broke off on our side, such as while the database or a process was away. That says
 * nothing of their dialers, so nobody's call ends for it: not of somebody whom no dialer was asked for yet, and not of
 * somebody who is on the phone, whose result is on its way. Dialers know a call that they are asked for again.
 *
 * Calls that were requested longer ago than `CALL_RESULT_TIMEOUT_SECONDS` end as `stopAsking` ends them: what breaks off
 * for so long would hold its line for ever.
 *
 * @returns how many calls it announced, and how many it ended
 */
export async function resumeAsking(callIds: readonly string[]): Promise<{ resumed: number; ended: number }> {
  const { events, tooOld } = await transaction(async (tx) => {
    const rows = await tx.rows<{ id: string; agentId: string; organizationId: string; requestedAt: Date }>`
      SELECT id, agent_id AS "agentId", organization_id AS "organizationId", requested_at AS "requestedAt"
      FROM calls WHERE id = ANY(${callIds}::uuid[]) AND status = 'requested'`
    const oldestMs = nowMs() - env().CALL_RESULT_TIMEOUT_SECONDS * 1_000
    const isTooOld = ({ requestedAt }: { requestedAt: Date }) => requestedAt.getTime() < oldestMs
    const events = rows
      .filter((call) => !isTooOld(call))
      .map(({ id, agentId, organizationId }) => callRequested.of({ callId: id, agentId, organizationId }))
    await recordEvents(tx, events)
    return { events, tooOld: rows.filter(isTooOld).map(({ id }) => id) }
  })
  await publishEvents(events)
  const { ended } = tooOld.length > 0 ? await stopAsking(tooOld) : { ended: 0 }
  return { resumed: events.length, ended }
}
