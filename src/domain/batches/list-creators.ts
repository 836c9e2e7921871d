import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/** How many of the latest batches and imports tell who enrolls. */
const LOOKED_AT = 1_000

/** Lists who has enrolled lately, keys and operators, by the names that lists show and are filtered by. */
export async function listCreators(actor: Actor): Promise<string[]> {
  const rows = await db().rows<{ name: string }>`
    SELECT created_by AS name FROM (
      SELECT created_by FROM batches WHERE organization_id = ${actor.organizationId}
      ORDER BY created_at DESC, id DESC LIMIT ${LOOKED_AT}) enrolled
    UNION
    SELECT created_by FROM (
      SELECT created_by FROM imports WHERE organization_id = ${actor.organizationId}
      ORDER BY created_at DESC, id DESC LIMIT ${LOOKED_AT}) imported
    ORDER BY name`
  return rows.map(({ name }) => name)
}
