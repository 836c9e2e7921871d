import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { db, Prisma } from '@/platform/db'

/** An import or a batch of several contacts that is being enrolled or called. */
export type UnderWay = {
  kind: 'import' | 'batch'
  /** Of the import or the batch. */
  id: string
  /** The file's name, or the batch's; null for a batch without one. */
  name: string | null
  agentId: string
  agentName: string
  createdAt: string
  /** As the lists have it: of an import its status while rows are left to enroll, else that of its batches. */
  status: string
  /** Contacts that were accepted, and how many of them have not ended. */
  accepted: number
  open: number
  /** Rows of an import that are still to be enrolled. */
  waiting: number
}

export type UnderWayList = {
  underWay: UnderWay[]
  /** How many there are altogether. */
  total: number
  /** Contacts that were enrolled alone and have not ended: at most 1,000 are counted. */
  singles: number
}

const SHOWN_MAX = 6
/** Newest first; what is older is not looked at. An organization has far fewer at once. */
const OPEN_MAX = 5_000
const SINGLES_MAX = 1_000

/** 1 for a contact that was enrolled alone, 2 for any other batch. This is in the index of what is open. */
const SIZE = Prisma.sql`CASE WHEN total = 1 AND source <> 'import' THEN 1 ELSE 2 END`

type Row = Omit<UnderWay, 'createdAt' | 'agentId'> & { agentId: string; createdAt: Date; total: number }

/** Lists what is under way but for tests, newest first: imports, each with all of its batches, and batches. */
export async function listUnderWay(actor: Actor): Promise<UnderWayList> {
  const { organizationId } = actor
  const [rows, [singles]] = await Promise.all([
    db().rows<Row>`
      WITH running AS (
        SELECT id, CASE WHEN source = 'import' THEN share_id ELSE id END AS key, source = 'import' AS is_import, agent_id,
          name, created_at, accepted, paused_at, status
        FROM batches
        WHERE organization_id = ${organizationId} AND batch_is_open(status) AND ${SIZE} = 2
          AND status <> 'failed' AND NOT test
        ORDER BY created_at DESC LIMIT ${OPEN_MAX}
      ), found AS (
        SELECT key, bool_or(is_import) AS is_import, max(created_at) AS at FROM running GROUP BY key
        UNION
        SELECT id, true, created_at FROM imports
        WHERE organization_id = ${organizationId} AND status NOT IN ('completed', 'cancelled', 'failed')
          AND NOT test
          AND id NOT IN (SELECT key FROM running WHERE is_import)
      ), shown AS (
        SELECT found.*, count(*) OVER ()::int AS total FROM found ORDER BY at DESC, key LIMIT ${SHOWN_MAX}
      )
      SELECT CASE WHEN shown.is_import THEN 'import' ELSE 'batch' END AS kind, shown.key AS id, shown.total,
        coalesce(imported.file_name, batch.name) AS name, agent.id AS "agentId", agent.name AS "agentName",
        coalesce(imported.created_at, batch.created_at, now()) AS "createdAt",
        coalesce(CASE WHEN imported.status NOT IN ('completed', 'cancelled') THEN imported.status
          WHEN work.paused THEN 'paused' END, 'active') AS status,
        coalesce(imported.accepted, batch.accepted, 0) AS accepted, coalesce(work.open, 0) AS open,
        coalesce(imported.waiting, 0) AS waiting
      FROM shown
      LEFT JOIN imports imported ON shown.is_import AND imported.id = shown.key AND imported.organization_id = ${organizationId}
      LEFT JOIN batches batch ON NOT shown.is_import AND batch.id = shown.key AND batch.organization_id = ${organizationId}
      JOIN agents agent ON agent.id = coalesce(imported.agent_id, batch.agent_id)
      CROSS JOIN LATERAL (
        -- Of a batch whose sequences are being created nobody has ended.
        SELECT sum(CASE WHEN running.status = 'accepted' THEN running.accepted ELSE
            (SELECT count(*) FROM sequences WHERE batch_id = running.id AND sequence_is_open(status)) END)::int AS open,
          bool_and(running.paused_at IS NOT NULL) AS paused
        FROM running WHERE running.key = shown.key) work
      ORDER BY shown.at DESC, shown.key`,
    db().rows<{ amount: number }>`
      SELECT count(*)::int AS amount FROM (
        SELECT FROM batches
        WHERE organization_id = ${organizationId} AND batch_is_open(status) AND ${SIZE} = 1 AND NOT test
        LIMIT ${SINGLES_MAX}) single`,
  ])
  return {
    total: rows[0]?.total ?? 0,
    singles: singles?.amount ?? 0,
    underWay: rows.map(({ total: _, ...row }) => ({
      ...row,
      agentId: toPublicId('agent', row.agentId),
      createdAt: row.createdAt.toISOString(),
    })),
  }
}
