import { recordTimeout } from '@/domain/calls/record-call-result'
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
  batch: (batchId: string) => batchAccepted.of({ batchId }),
  requestedCall: (callId: string) => callRequested.of({ callId }),
  endedCall: (callId: string) => callEnded.of({ callId }),
  email: (emailId: string) => emailRequested.of({ emailId }),
  import: (importId: string) => importStaged.of({ importId }),
}

type Stuck = { kind: keyof typeof ANNOUNCE; id: string }

/**
 * Mends what a crash, an outage or a lost event left behind. It records the event again for batches whose sequences
 * were not created, calls that were not placed, results without effects, and mails and imports that nobody works on;
 * every consumer is idempotent. It releases deliveries whose endpoint is enabled again, cancels stagings that were left
 * for a week, and ends calls without a result after `CALL_RESULT_TIMEOUT_SECONDS` as `Failed`.
 */
export async function reconcile(): Promise<Reconciled> {
  const events = await transaction(async (tx) => {
    const found = await tx.rows<Stuck>`
      SELECT 'batch' AS kind, id FROM (
        SELECT id FROM batches WHERE status = 'accepted' AND created_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS})
        ORDER BY created_at LIMIT ${ROWS_PER_RUN_MAX}) batch
      UNION ALL
      SELECT CASE WHEN status = 'requested' THEN 'requestedCall' ELSE 'endedCall' END, id FROM (
        SELECT id, status FROM calls
        WHERE (status = 'requested' AND requested_at < now() - make_interval(secs => ${UNPLACED_AFTER_SECONDS}))
          OR (status = 'ended' AND requested_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS}))
        ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}) call
      UNION ALL
      SELECT 'endedCall', id FROM (
        SELECT id FROM calls WHERE status = 'settled' AND settled_at IS NULL LIMIT ${ROWS_PER_RUN_MAX}) late
      UNION ALL
      SELECT 'email', id FROM (
        SELECT id FROM emails
        WHERE status = 'requested' AND requested_at < now() - make_interval(secs => ${UNPLACED_AFTER_SECONDS})
        ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}) email
      UNION ALL
      SELECT 'import', id FROM (
        SELECT id FROM imports
        WHERE status = 'running' AND progressed_at < now() - make_interval(secs => ${STUCK_AFTER_SECONDS})
        ORDER BY progressed_at LIMIT ${ROWS_PER_RUN_MAX}) import`
    const events = found.map(({ kind, id }) => ANNOUNCE[kind](id))
    await recordEvents(tx, events)
    return events
  })
  await publishEvents(events)
  await releaseHeldDeliveries()
  await expireStagings()
  const overdue = await db().rows<{ id: string }>`
    SELECT id FROM calls
    WHERE status IN ('requested', 'placed')
      AND coalesce(placed_at, attempted_at) < now() - make_interval(secs => ${env().CALL_RESULT_TIMEOUT_SECONDS})
    ORDER BY requested_at LIMIT ${ROWS_PER_RUN_MAX}`
  let timedOut = 0
  for (const { id } of overdue) if (!(await recordTimeout(id)).duplicate) timedOut++
  return { nudged: events.length, timedOut }
}
