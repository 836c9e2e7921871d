import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { SAME_FILE_DAYS } from './import.schema'

/**
 * The last enrollment of a file: when, by whom, and how many contacts were accepted; `waiting` rows are still to be
 * enrolled. Exactly one of the ids is set.
 */
export type EnrolledFile = {
  enrolledAt: string
  enrolledBy: string
  fileName: string
  accepted: number
  waiting: number
  importId: string | null
  batchId: string | null
}

/**
 * Finds the latest enrollment of a file with these cells, with this agent and within 30 days. An import counts when it
 * has enrolled somebody or still can, whatever its status: another tab may still be sending it, and one that is paused
 * or has failed can be resumed.
 *
 * @param query agentId: public id; fingerprint: a hash of the file's cells in hex
 */
export async function findEnrolledFile(
  actor: Actor,
  query: { agentId: string; fingerprint: string },
): Promise<{ before: EnrolledFile | null }> {
  const agentId = parsePublicId('agent', query.agentId)
  if (!agentId) return { before: null }
  const bytes = Buffer.from(query.fingerprint, 'hex')
  const [row] = await db().rows<Omit<EnrolledFile, 'enrolledAt'> & { enrolledAt: Date }>`
    SELECT created_at AS "enrolledAt", created_by AS "enrolledBy", file_name AS "fileName", accepted, waiting,
      import_id AS "importId", batch_id AS "batchId"
    FROM (
      SELECT created_at, created_by, file_name, accepted, waiting, id AS import_id, NULL::uuid AS batch_id FROM imports
      WHERE organization_id = ${actor.organizationId} AND agent_id = ${agentId}::uuid AND fingerprint = ${bytes}
        AND (accepted > 0 OR waiting > 0)
      UNION ALL
      SELECT created_at, created_by, file_name, accepted, 0, NULL::uuid, id FROM batches
      WHERE organization_id = ${actor.organizationId} AND agent_id = ${agentId}::uuid AND file_fingerprint = ${bytes}
        AND file_name IS NOT NULL
    ) enrolled
    WHERE created_at > now() - make_interval(days => ${SAME_FILE_DAYS})
    ORDER BY created_at DESC LIMIT 1`
  return { before: row ? { ...row, enrolledAt: row.enrolledAt.toISOString() } : null }
}
