import type { Suppression } from '@/domain/contact-safety/contact-facts.rules'
import type { Sql } from '@/platform/sql'
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

/** A number of an organization, in E.164. */
export type OwnNumber = { organizationId: string; phoneNumber: string }

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
  const organizationIds = numbers.map(({ organizationId }) => organizationId)
  const phoneNumbers = numbers.map(({ phoneNumber }) => phoneNumber)
  // Number by number, which OFFSET 0 demands: a planner that does not know how many entries there are, as right after a
  // registry was replaced, would read all of the organization. A thousand of five million are a thousand looks into the
  // key of the table.
  const rows = await on.rows<Row>`/* prepared */
    WITH asked AS (${storedNumbers(organizationIds, phoneNumbers)})
    SELECT asked.organization_id AS "organizationId", asked.phone_number AS "phoneNumber", list.id AS "listId",
      list.name AS "listName", list.kind, entry.since, entry.until, list.agent_ids AS "ofList",
      entry.agent_ids AS "ofEntry"
    FROM asked CROSS JOIN LATERAL (
      SELECT list_id, generation, since, until, agent_ids FROM suppression_entries
      WHERE suppression_entries.organization_id = asked.organization_id
        AND suppression_entries.phone_number = asked.stored
      OFFSET 0
    ) entry
    JOIN suppression_lists list ON list.id = entry.list_id AND list.generation = entry.generation
      AND list.organization_id = asked.organization_id AND list.deleted_at IS NULL
    WHERE entry.until IS NULL OR entry.until > now()
    ORDER BY entry.since, list.id`
  if (rows.length === 0) return () => []
  const found = new Map<string, Suppression[]>()
  for (const row of rows) {
    const { listId, listName, kind, since, until } = row
    const suppression = {
      ...{ listId, listName, kind, sinceMs: since.getTime(), untilMs: until?.getTime() ?? null },
      agentIds: agentsOf(row),
    }
    const others = found.get(keyOf(row))
    if (others) others.push(suppression)
    else found.set(keyOf(row), [suppression])
  }
  return (number) => found.get(keyOf(number)) ?? []
}

function keyOf({ organizationId, phoneNumber }: OwnNumber): string {
  return `${phoneNumber} ${organizationId}`
}

/** An entry holds for the agents of its list, and where it names some itself, for those of them alone. */
export function agentsOf({ ofList, ofEntry }: { ofList: string[]; ofEntry: string[] }): string[] | null {
  if (ofEntry.length === 0) return ofList.length === 0 ? null : ofList
  return ofList.length === 0 ? ofEntry : ofEntry.filter((id) => ofList.includes(id))
}
