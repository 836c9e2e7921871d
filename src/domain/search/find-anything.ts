import type { Actor } from '@/domain/actor'
import type { AgentStatus } from '@/domain/agents/agent.schema'
import { agentStatusSchema } from '@/domain/agents/agent.schema'
import type { BatchStatus } from '@/domain/batches/batch.schema'
import { batchStatusOf } from '@/domain/batches/batch-status.rules'
import { toPublicId } from '@/domain/ids'
import type { ImportStatus } from '@/domain/imports/import.schema'
import { findCountry } from '@/domain/phones/find-country.rules'
import { db } from '@/platform/db'
import { findPeople, PEOPLE_FOUND_MAX, type PersonHit } from './find-people'
import { readSearchText, type SearchReadings } from './search-text.rules'

export const WORK_FOUND_MAX = 5

/** Names are compared with those of so many imports and batches, newest first. */
const WORK_COMPARED_MAX = 2_000
/** Variables that no agent declares are known by the contacts of so many batches, newest first. */
const BATCHES_SAMPLED = 20
const CONTACTS_SAMPLED = 5
const VARIABLES_MAX = 200

export type WorkHit = {
  kind: 'batch' | 'import'
  /** Id of the batch or import. */
  id: string
  name: string | null
  agentName: string
  test: boolean
  status: BatchStatus | ImportStatus
  createdAt: string
  createdBy: string
  /** Contacts of the batch, rows of the import. */
  total: number
}

export type AgentHit = { agentId: string; name: string; status: AgentStatus; fromNumber: string | null }

export type Found = {
  people: PersonHit[]
  /** There are more people than are listed. */
  morePeople: boolean
  work: WorkHit[]
  agents: AgentHit[]
}

const NOTHING: Found = { people: [], morePeople: false, work: [], agents: [] }

/**
 * Finds whatever a text can mean: people by a number in any format, the end of one, the beginning of a first or last
 * name, an email address, an external id, the value of a variable or the id of a sequence or call; batches and imports by their id or
 * their name, which is the file's for an import; agents by their id or name.
 */
export async function findAnything(actor: Actor, query: { text: string }): Promise<Found> {
  if (query.text === '') return NOTHING
  const { country, variables } = await findContext(actor)
  const readings = readSearchText(query.text, findCountry(country))
  const [people, work, agents] = await Promise.all([
    findPeople(actor, readings, variables),
    findWork(actor, readings),
    findAgents(actor, readings),
  ])
  return {
    people: people.slice(0, PEOPLE_FOUND_MAX),
    morePeople: people.length > PEOPLE_FOUND_MAX,
    work,
    agents,
  }
}

async function findContext(actor: Actor): Promise<{ country: string; variables: string[] }> {
  const [row] = await db().rows<{ country: string; variables: string[] }>`
    SELECT country, ARRAY(
      SELECT name FROM (
        SELECT variable ->> 'name' AS name FROM agents, jsonb_array_elements(agents.variables) AS variable
        WHERE agents.organization_id = organizations.id
        UNION
        SELECT jsonb_object_keys(contacts.variables)
        FROM (SELECT id FROM batches WHERE batches.organization_id = organizations.id
          ORDER BY created_at DESC, id DESC LIMIT ${BATCHES_SAMPLED}) recent
        JOIN contacts ON contacts.batch_id = recent.id AND contacts.index < ${CONTACTS_SAMPLED}
      ) known LIMIT ${VARIABLES_MAX}
    ) AS variables
    FROM organizations WHERE id = ${actor.organizationId}`
  return row ?? { country: '', variables: [] }
}

type WorkRow = Omit<WorkHit, 'kind' | 'status' | 'createdAt'> & {
  kind: string
  status: string
  pausedAt: Date | null
  createdAt: Date
}

async function findWork(actor: Actor, { workId, title }: SearchReadings): Promise<WorkHit[]> {
  const { organizationId } = actor
  // The batches of an import are inside of it.
  const rows = await db().rows<WorkRow>`
    SELECT found.kind, found.id, found.name, agents.name AS "agentName", found.status, found.paused_at AS "pausedAt",
      found.created_at AS "createdAt", found.created_by AS "createdBy", found.total,
      found.test
    FROM (
      SELECT 'batch' AS kind, id, name, agent_id, status, paused_at, created_at, created_by, total, test
      FROM batches WHERE id = ${workId}::uuid AND organization_id = ${organizationId}
      UNION ALL
      (SELECT 'batch', id, name, agent_id, status, paused_at, created_at, created_by, total, test
      FROM (SELECT * FROM batches WHERE organization_id = ${organizationId}
        ORDER BY created_at DESC, id DESC LIMIT ${WORK_COMPARED_MAX}) newest
      WHERE source <> 'import' AND id IS DISTINCT FROM ${workId}::uuid
        AND position(lower(${title}::text) IN lower(name)) > 0
      ORDER BY created_at DESC, id DESC LIMIT ${WORK_FOUND_MAX})
      UNION ALL
      (SELECT 'import', id, file_name, agent_id, status, NULL, created_at, created_by, rows, test
      FROM (SELECT * FROM imports WHERE organization_id = ${organizationId}
        ORDER BY created_at DESC, id DESC LIMIT ${WORK_COMPARED_MAX}) newest
      WHERE id = ${workId}::uuid OR position(lower(${title}::text) IN lower(file_name)) > 0
      ORDER BY created_at DESC, id DESC LIMIT ${WORK_FOUND_MAX})
    ) found JOIN agents ON agents.id = found.agent_id
    ORDER BY found.created_at DESC, found.id LIMIT ${WORK_FOUND_MAX}`
  return rows.map(({ kind, status, pausedAt, createdAt, ...row }) => ({
    ...row,
    kind: kind as WorkHit['kind'],
    status: kind === 'batch' ? batchStatusOf(status, pausedAt) : (status as ImportStatus),
    createdAt: createdAt.toISOString(),
  }))
}

async function findAgents(actor: Actor, { agentId, title }: SearchReadings): Promise<AgentHit[]> {
  const rows = await db().rows<{ id: string; name: string; status: string; fromNumber: string | null }>`
    SELECT id, name, status, from_number AS "fromNumber" FROM agents
    WHERE organization_id = ${actor.organizationId}
      AND (id = ${agentId}::uuid OR position(lower(${title}::text) IN lower(name)) > 0)
    ORDER BY status = 'archived', name, id LIMIT ${WORK_FOUND_MAX}`
  return rows.map(({ id, status, ...row }) => ({
    agentId: toPublicId('agent', id),
    ...row,
    status: agentStatusSchema.parse(status),
  }))
}
