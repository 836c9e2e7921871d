import type { Actor } from '@/domain/actor'
import { assertAgentExists } from '@/domain/agents/assert-agent-exists'
import { parsePublicId } from '@/domain/ids'
import { db } from '@/platform/db'

/** A field that the analysis of calls has had, with the texts that stood in it, the most frequent first. */
export type AnalysisField = { field: string; values: string[] }

/** How many of the last calls are looked at. */
const CALLS_LOOKED_AT = 200

const FIELDS_MAX = 100
const VALUES_MAX = 10
const VALUE_LENGTH_MAX = 200

/**
 * Lists what the dialer's analysis of the last calls of an agent has said, so that its outcomes can be chosen by that. Lists
 * have no one value, and are left out; a field inside of another is named by its path, as `findOutcomes` reads it.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export async function listAnalysisFields(actor: Actor, agentId: string): Promise<AnalysisField[]> {
  await assertAgentExists(actor, agentId)
  const id = parsePublicId('agent', agentId)
  return db().rows<AnalysisField>`
    SELECT coalesce(field, '') AS field, coalesce((array_agg(value ORDER BY times DESC, value))[1:${VALUES_MAX}::int], '{}') AS values
    FROM (
      SELECT said.key AS field, left(said.value #>> '{}', ${VALUE_LENGTH_MAX}::int) AS value, count(*) AS times
      FROM (
        SELECT result FROM calls WHERE agent_id = ${id}::uuid AND organization_id = ${actor.organizationId}
        ORDER BY id DESC LIMIT ${CALLS_LOOKED_AT}
      ) call
      CROSS JOIN LATERAL jsonb_each(
        CASE jsonb_typeof(call.result -> 'extractedVariables') WHEN 'object' THEN call.result -> 'extractedVariables'
          ELSE '{}' END) part
      LEFT JOIN LATERAL jsonb_each(CASE jsonb_typeof(part.value) WHEN 'object' THEN part.value ELSE '{}' END) inside ON true
      CROSS JOIN LATERAL (
        SELECT part.key || coalesce('.' || inside.key, '') AS key, coalesce(inside.value, part.value) AS value
      ) said
      WHERE jsonb_typeof(said.value) IN ('string', 'number', 'boolean')
      GROUP BY 1, 2
    ) seen
    GROUP BY seen.field ORDER BY seen.field LIMIT ${FIELDS_MAX}`
}
