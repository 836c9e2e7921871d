import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { nowMs } from '@/platform/clock'
import { db, transaction } from '@/platform/db'
import { deleteInChunks } from '@/platform/delete-in-chunks'
import type { RetentionKind } from './retention.rules'

export type SweptRetention = Record<RetentionKind, number>

/**
 * Removes what the organizations do not want to keep any longer, in chunks whose locks are held for a moment, and tells
 * the audit log of each of them what it removed.
 *
 * Of a call goes the transcription, of a rejected contact what was sent of it besides its name and number, and a delivery
 * goes wholly, with its attempts, once it has ended; so does a decision. `retention_marks` has how far the sweep came and what the audit log
 * was not told yet; so one that was broken off goes on where it was, and nothing goes untold.
 *
 * Only the background calls this, so there is no actor.
 *
 * @returns how many calls, rejected contacts, deliveries and decisions
 */
export async function sweepRetention(): Promise<SweptRetention> {
  // One moment for all of it: what is older than that is done when the marks say so.
  const now = new Date(nowMs())
  const sweptDays = await readDays()
  const swept = {
    transcripts: await deleteInChunks((rowsMax) => clearTranscripts(now, rowsMax)),
    // Rows of files first: the mark that both go by moves with the others.
    rejectedRows:
      (await deleteInChunks((rowsMax) => clearImportedRows(now, rowsMax))) +
      (await deleteInChunks((rowsMax) => clearRejections(now, sweptDays, rowsMax))),
    deliveries: await deleteInChunks((rowsMax) => deleteDeliveries(now, rowsMax)),
    decisions: await deleteInChunks((rowsMax) => deleteDecisions(now, rowsMax)),
  }
  await moveMarks(now, sweptDays)
  await tellAuditLog()
  return swept
}

async function clearTranscripts(now: Date, rowsMax: number): Promise<number> {
  const [cleared] = await db().rows<{ count: number }>`
    WITH due AS (
      SELECT call.* FROM organizations organization
      LEFT JOIN retention_marks mark ON mark.organization_id = organization.id AND mark.kind = 'transcripts'
      CROSS JOIN LATERAL (
        SELECT id, organization_id, ended_at FROM calls
        WHERE calls.organization_id = organization.id AND ended_at >= coalesce(mark.until, '-infinity')
          AND ended_at < ${now}::timestamptz - make_interval(days => organization.transcript_days)
          AND result ->> 'transcription' IS NOT NULL
        ORDER BY ended_at, id LIMIT ${rowsMax}
      ) call
      LIMIT ${rowsMax}
    ), cleared AS (
      UPDATE calls SET result = result || '{"transcription": null}' FROM due WHERE calls.id = due.id
      RETURNING due.organization_id, due.ended_at
    ), noted AS (
      INSERT INTO retention_marks (organization_id, kind, until, removed)
      SELECT organization_id, 'transcripts', max(ended_at), count(*)::int FROM cleared GROUP BY organization_id
      ON CONFLICT (organization_id, kind) DO UPDATE
      SET until = excluded.until, removed = retention_marks.removed + excluded.removed
    )
    SELECT count(*)::int AS count FROM cleared`
  return cleared?.count ?? 0
}

async function clearImportedRows(now: Date, rowsMax: number): Promise<number> {
  const [cleared] = await db().rows<{ count: number }>`
    WITH due AS (
      SELECT rejected.* FROM organizations organization
      LEFT JOIN retention_marks mark ON mark.organization_id = organization.id AND mark.kind = 'rejectedRows'
      JOIN imports imported ON imported.organization_id = organization.id
        AND imported.ended_at >= coalesce(mark.until, '-infinity')
        AND imported.ended_at < ${now}::timestamptz - make_interval(days => organization.rejected_row_days)
      CROSS JOIN LATERAL (
        SELECT import_id, "row", organization_id FROM import_rejections
        WHERE import_id = imported.id AND cells::text <> '[]' LIMIT ${rowsMax}
      ) rejected
      LIMIT ${rowsMax}
    ), cleared AS (
      UPDATE import_rejections SET cells = '[]' FROM due
      WHERE import_rejections.import_id = due.import_id AND import_rejections."row" = due."row"
      RETURNING due.organization_id
    ), noted AS (
      INSERT INTO retention_marks (organization_id, kind, removed)
      SELECT organization_id, 'rejectedRows', count(*)::int FROM cleared GROUP BY organization_id
      ON CONFLICT (organization_id, kind) DO UPDATE SET removed = retention_marks.removed + excluded.removed
    )
    SELECT count(*)::int AS count FROM cleared`
  return cleared?.count ?? 0
}

/**
 * Only by a time that held when the sweep began, too: the mark that moves here is also that of the rows of files, which
 * were looked at before.
 */
async function clearRejections(now: Date, swept: readonly Days[], rowsMax: number): Promise<number> {
  const [cleared] = await db().rows<{ count: number }>`
    WITH due AS (
      SELECT rejected.* FROM organizations organization
      JOIN json_to_recordset(${JSON.stringify(swept)}::json) AS swept("organizationId" text, "rejectedRows" int)
        ON swept."organizationId" = organization.id
      LEFT JOIN retention_marks mark ON mark.organization_id = organization.id AND mark.kind = 'rejectedRows'
      CROSS JOIN LATERAL (
        SELECT rejection.batch_id, rejection.index, rejection.organization_id, batch.created_at FROM batches batch
        JOIN rejections rejection ON rejection.batch_id = batch.id AND rejection.contact::text <> 'null'
        WHERE batch.organization_id = organization.id AND batch.created_at >= coalesce(mark.until, '-infinity')
          AND batch.created_at < ${now}::timestamptz - make_interval(days => organization.rejected_row_days)
          AND batch.created_at < ${now}::timestamptz - make_interval(days => swept."rejectedRows")
        ORDER BY batch.created_at, batch.id LIMIT ${rowsMax}
      ) rejected
      LIMIT ${rowsMax}
    ), cleared AS (
      UPDATE rejections SET contact = 'null' FROM due
      WHERE rejections.batch_id = due.batch_id AND rejections.index = due.index
      RETURNING due.organization_id, due.created_at
    ), noted AS (
      INSERT INTO retention_marks (organization_id, kind, until, removed)
      SELECT organization_id, 'rejectedRows', max(created_at), count(*)::int FROM cleared GROUP BY organization_id
      ON CONFLICT (organization_id, kind) DO UPDATE
      SET until = excluded.until, removed = retention_marks.removed + excluded.removed
    )
    SELECT count(*)::int AS count FROM cleared`
  return cleared?.count ?? 0
}

/** Those that have not ended stay. `least` leaves out what is null, as `deliveryDaysOf` does. */
async function deleteDeliveries(now: Date, rowsMax: number): Promise<number> {
  const [deleted] = await db().rows<{ count: number }>`
    WITH due AS (
      SELECT delivery.id FROM organizations organization
      CROSS JOIN LATERAL (
        SELECT id FROM webhook_deliveries
        WHERE webhook_deliveries.organization_id = organization.id AND status <> 'pending'
          AND created_at < ${now}::timestamptz - make_interval(days => least(organization.delivery_days, organization.transcript_days))
        ORDER BY created_at LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED
      ) delivery
      LIMIT ${rowsMax}
    ), deleted AS (
      DELETE FROM webhook_deliveries USING due WHERE webhook_deliveries.id = due.id
      RETURNING webhook_deliveries.organization_id
    ), noted AS (
      INSERT INTO retention_marks (organization_id, kind, removed)
      SELECT organization_id, 'deliveries', count(*)::int FROM deleted GROUP BY organization_id
      ON CONFLICT (organization_id, kind) DO UPDATE SET removed = retention_marks.removed + excluded.removed
    )
    SELECT count(*)::int AS count FROM deleted`
  return deleted?.count ?? 0
}

/** Ids are in the order of time: the lowest UUIDv7 of the moment is made here, since each organization has its own. */
async function deleteDecisions(now: Date, rowsMax: number): Promise<number> {
  const [deleted] = await db().rows<{ count: number }>`
    WITH due AS (
      SELECT decision.id FROM organizations organization
      CROSS JOIN LATERAL (
        SELECT (lpad(to_hex(floor(extract(epoch FROM
          ${now}::timestamptz - make_interval(days => organization.decision_days)) * 1000)::bigint), 12, '0')
          || '70008000000000000000')::uuid AS id
      ) oldest
      CROSS JOIN LATERAL (
        SELECT id FROM decisions
        WHERE decisions.organization_id = organization.id AND decisions.id < oldest.id
        ORDER BY id LIMIT ${rowsMax} FOR UPDATE SKIP LOCKED
      ) decision
      LIMIT ${rowsMax}
    ), deleted AS (
      DELETE FROM decisions USING due WHERE decisions.id = due.id RETURNING decisions.organization_id
    ), noted AS (
      INSERT INTO retention_marks (organization_id, kind, removed)
      SELECT organization_id, 'decisions', count(*)::int FROM deleted GROUP BY organization_id
      ON CONFLICT (organization_id, kind) DO UPDATE SET removed = retention_marks.removed + excluded.removed
    )
    SELECT count(*)::int AS count FROM deleted`
  return deleted?.count ?? 0
}

/** For how many days an organization keeps what has a mark. */
type Days = { organizationId: string; transcripts: number | null; rejectedRows: number | null }

function readDays(): Promise<Days[]> {
  return db().rows<Days>`
    SELECT id AS "organizationId", transcript_days AS transcripts, rejected_row_days AS "rejectedRows" FROM organizations`
}

/**
 * Nothing older than this is left: the next sweep begins there. Where an owner has changed the time during the sweep, only
 * what both times have in common is certain to have been looked at, and that is the longer of them.
 */
async function moveMarks(now: Date, swept: readonly Days[]): Promise<void> {
  await db().execute`
    INSERT INTO retention_marks (organization_id, kind, until)
    SELECT organization.id, each.kind, ${now}::timestamptz - make_interval(days => greatest(each.swept, each.days))
    FROM json_to_recordset(${JSON.stringify(swept)}::json)
      AS swept("organizationId" text, transcripts int, "rejectedRows" int)
    JOIN organizations organization ON organization.id = swept."organizationId"
    CROSS JOIN LATERAL (
      VALUES ('transcripts', swept.transcripts, organization.transcript_days),
        ('rejectedRows', swept."rejectedRows", organization.rejected_row_days)
    ) each (kind, swept, days)
    WHERE each.swept IS NOT NULL AND each.days IS NOT NULL
    ON CONFLICT (organization_id, kind) DO UPDATE SET until = greatest(retention_marks.until, excluded.until)`
}

/** One line for each organization of which something was removed. */
async function tellAuditLog(): Promise<void> {
  await transaction(async (tx) => {
    const untold = await tx.rows<{ organizationId: string; kind: string; removed: number }>`
      WITH untold AS (
        SELECT organization_id, kind, removed FROM retention_marks WHERE removed > 0 FOR UPDATE
      )
      UPDATE retention_marks SET removed = 0 FROM untold
      WHERE retention_marks.organization_id = untold.organization_id AND retention_marks.kind = untold.kind
      RETURNING untold.organization_id AS "organizationId", untold.kind, untold.removed`
    for (const organizationId of new Set(untold.map((mark) => mark.organizationId))) {
      const own = untold.filter((mark) => mark.organizationId === organizationId)
      await appendAuditEntry(
        tx,
        { organizationId, kind: 'system', id: 'sweep-retention' },
        {
          action: 'retention.swept',
          object: { kind: 'organization', id: organizationId },
          details: Object.fromEntries(own.map(({ kind, removed }) => [kind, removed])),
        },
      )
    }
  })
}
