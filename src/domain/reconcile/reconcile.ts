import { recordTimeouts } from '@/domain/calls/record-call-result'
import { sealStoredSecrets } from '@/domain/dialer-accounts/seal-stored-secrets'
import { batchAccepted, callEnded, callRequested, emailRequested, importStaged } from '@/domain/events'
import { expireStagings } from '@/domain/imports/expire-stagings'
import { releaseHeldDeliveries } from '@/domain/webhooks/release-held-deliveries'
import { db, transaction } from '@/platform/db'
import { env } from '@/platform/env'
import { publishEvents, recordEvents } from '@/platform/outbox'

export type Reconciled = { nudged: number; timedOut: number }

// Older than any honest delay of a running background, so that what is merely on its way is left alone.
const STUCK_AFTER_SECONDS = 180
// The dialer is asked for two minutes at most; after five nobody is asking any more.
const UNPLACED_AFTER_SECONDS = 300
const ROWS_PER_RUN_MAX = 1_000

/** The events that are recorded again, by what is stuck. */
const ANNOUNCE = {
  batch: ({ id }: Stuck) => batchAccepted.of({ batchId: id }),
  requestedCall: ({ id, agentId, organizationId }: Stuck) =>
    callRequested.of({ callId: id, agentId: agentId ?? '', organizationId }),
  endedCall: ({ id, organizationId }: Stuck) => callEnded.of({ callId: id, organizationId }),
  email: ({ id }: Stuck) => emailRequested.of({ emailId: id }),
  import: ({ id }: Stuck) => importStaged.of({ importId: id }),
}

type Stuck = {
  kind: 'batch' | 'requestedCall' | 'endedCall' | 'email' | 'import'
  id: string
  organizationId: string
  /** Of a call. */
  agentId: string | null
}

/**
 * Mends what a crash, an outage or a lost event left behind. It records the event again for batches whose sequences
 * were not created, calls that were not placed, results without effects, and mails and imports that nobody works on;
 * every consumer is idempotent. It releases deliveries whose endpoint is enabled again, cancels stagings that were left
 * for a week, seals what an older version stored of dialers, and ends calls without a result after `CALL_RESULT_TIMEOUT_SECONDS` as `Failed`.
 */
export async function reconcile(): Promise<Reconciled> {
  const events = await transaction(async (tx) => {
    const found = await tx.rows<Stuck>`
      SELECT 'batch' AS kind, id, organization_id AS "organizationId", NULL::uuid AS "agentId" FROM (
        SELECT id, organization_id FROM batches WHERE status = 'accepted' AND created_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS})
        ORDER BY created_at LIMIT ${ROWS_PER_RUN_MAX}) batch
      UNION ALL
      SELECT CASE WHEN status = 'requested' THEN 'requestedCall' ELSE 'endedCall' END, id, organization_id, agent_id FROM (
        SELECT id, organization_id, agent_id, status FROM calls
        WHERE (status = 'requested' AND requested_at < now() - make_interval(secs => ${UNPLACED_AFTER_SECONDS}))
          OR (status = 'ended' AND requested_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS}))
        ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}) call
      UNION ALL
      SELECT 'endedCall', id, organization_id, agent_id FROM (
        SELECT id, organization_id, agent_id FROM calls WHERE status = 'settled' AND settled_at IS NULL LIMIT ${ROWS_PER_RUN_MAX}) late
      UNION ALL
      SELECT 'email', id, organization_id, NULL FROM (
        SELECT id, organization_id FROM emails
        WHERE status = 'requested' AND requested_at < now() - make_interval(secs => ${UNPLACED_AFTER_SECONDS})
        ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}) email
      UNION ALL
      SELECT 'import', id, organization_id, NULL FROM (
        SELECT id, organization_id FROM imports
        WHERE status = 'running' AND progressed_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS})
        ORDER BY progressed_at LIMIT ${ROWS_PER_RUN_MAX}) import`
    const events = found.map((stuck) => ANNOUNCE[stuck.kind](stuck))
    await recordEvents(tx, events)
    return events
  })
  await publishEvents(events)
  await releaseHeldDeliveries()
  await expireStagings()
  await sealStoredSecrets()
  const overdue = await db().rows<{ id: string }>`
    SELECT id FROM calls
    WHERE status IN ('requested', 'placed')
      AND coalesce(placed_at, attempted_at) < now() - make_interval(secs => ${env().CALL_RESULT_TIMEOUT_SECONDS})
    ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}`
  const { ended } = await recordTimeouts(overdue.map(({ id }) => id))
  return { nudged: events.length, timedOut: ended }
}
