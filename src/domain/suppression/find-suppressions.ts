import type { Suppression } from '@/domain/contact-safety/contact-facts.rules'
import type { Sql } from '@/platform/sql'
import { groupByNumber } from './group-by-number'
import type { OwnNumber } from './own-number'
import { storedNumbers } from './stored-numbers'

type Row = {
  organizationId: string
  phoneNumber: string
  listId: string
  listName: string
  kind: Suppression['kind']
  since: Date
  until: Date | null
  ofList: string[]
  ofEntry: string[]
}

/**
 * Finds the entries of numbers that hold, on any list of their organizations: also those of somebody who was erased, of
 * whose number only a hash is kept.
 *
 * @returns a function that gives the facts of a number, as `decideContact` takes them
 */
export async function findSuppressions(
  on: Pick<Sql, 'rows'>,
  numbers: readonly OwnNumber[],
): Promise<(number: OwnNumber) => readonly Suppression[]> {
  if (numbers.length === 0) return () => []
  // All numbers of an organization in one pass through the key of the table, which OFFSET 0 demands: a planner that does not
  // know how many entries there are, as right after a registry was replaced, would read all of the organization.
  // An entry itself says whose number it is, unless it has a hash: to join both again would compare each with each.
  const rows = await on.rows<Row>`/* prepared */
    WITH asked AS (${storedNumbers(numbers)})
    SELECT tenant.organization_id AS "organizationId",
      coalesce(CASE WHEN entry.phone_number LIKE '#%' THEN (
        SELECT asked.phone_number FROM asked
        WHERE asked.organization_id = tenant.organization_id AND asked.stored = entry.phone_number LIMIT 1) END,
        entry.phone_number) AS "phoneNumber",
      list.id AS "listId", list.name AS "listName", list.kind, entry.since, entry.until, list.agent_ids AS "ofList",
      entry.agent_ids AS "ofEntry"
    FROM (SELECT organization_id, array_agg(stored) AS numbers FROM asked GROUP BY organization_id) tenant
    CROSS JOIN LATERAL (
      SELECT phone_number, list_id, generation, since, until, agent_ids FROM suppression_entries
      WHERE suppression_entries.organization_id = tenant.organization_id
        AND suppression_entries.phone_number = ANY(tenant.numbers)
      OFFSET 0
    ) entry
    JOIN suppression_lists list ON list.id = entry.list_id AND list.generation = entry.generation
      AND list.organization_id = tenant.organization_id AND list.deleted_at IS NULL
    WHERE entry.until IS NULL OR entry.until > now()
    ORDER BY entry.since, list.id`
  return groupByNumber(rows, (row) => {
    const { listId, listName, kind, since, until } = row
    return {
      ...{ listId, listName, kind, sinceMs: since.getTime(), untilMs: until?.getTime() ?? null },
      agentIds: agentsOf(row),
    }
  })
}

/** An entry holds for the agents of its list, and where it names some itself, for those of them alone. */
export function agentsOf({ ofList, ofEntry }: { ofList: string[]; ofEntry: string[] }): string[] | null {
  if (ofEntry.length === 0) return ofList.length === 0 ? null : ofList
  return ofList.length === 0 ? ofEntry : ofEntry.filter((id) => ofList.includes(id))
}
