import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid, newId } from '@/domain/ids'
import { db } from '@/platform/db'
import type { NamedList } from './suppression-answer.schema'
import { BUILT_IN_LIST_NAME, type ListKind } from './suppression-limits.rules'

/** A list as what is done to its entries needs it. */
export type FoundList = {
  id: string
  name: string
  kind: ListKind
  builtIn: boolean
  entryDays: number | null
}

/**
 * Finds a list by its id or its name, in upper or lower case.
 *
 * @param list without it the built-in list is meant, which is made when the organization has none yet
 * @throws SUPPRESSION_LIST_NOT_FOUND
 */
export async function findList(actor: Actor, list: string | undefined): Promise<FoundList> {
  if (list === undefined) return builtInList(actor.organizationId)
  const found = await query(actor.organizationId, list)
  if (found) return found
  // Whoever names the built-in list means it, also before anybody is on it.
  if (list.toLowerCase() === BUILT_IN_LIST_NAME.toLowerCase()) return builtInList(actor.organizationId)
  throw listNotFound()
}

/** Makes the error of a list that is not there, or belongs to another organization. */
export function listNotFound(): RollcallError {
  return new RollcallError('SUPPRESSION_LIST_NOT_FOUND', 'There is no such suppression list in your organization.')
}

/**
 * Returns the list of the organization's own opt-outs, and makes it where there is none. That is committed by itself:
 * whoever made it in a longer transaction would keep others waiting, who may have what that one needs.
 */
export async function builtInList(organizationId: string): Promise<FoundList> {
  const [found] = await queryBuiltIn(organizationId)
  if (found) return found
  await db().execute`
    INSERT INTO suppression_lists (id, organization_id, name, kind, built_in, created_by)
    VALUES (${newId()}::uuid, ${organizationId}, ${BUILT_IN_LIST_NAME}, 'own', true, 'Rollcall')
    ON CONFLICT DO NOTHING`
  const [made] = await queryBuiltIn(organizationId)
  if (!made) throw new Error('The built-in suppression list was not made.')
  return made
}

export function toNamedList({ id, name, kind }: FoundList): NamedList {
  return { listId: id, name, kind }
}

async function query(organizationId: string, list: string): Promise<FoundList | undefined> {
  const [found] = await db().rows<FoundList>`
    SELECT id, name, kind, built_in AS "builtIn", entry_days AS "entryDays" FROM suppression_lists
    WHERE organization_id = ${organizationId} AND deleted_at IS NULL
      AND (id = ${isUuid(list) ? list : null}::uuid OR lower(name) = lower(${list}))
    ORDER BY id = ${isUuid(list) ? list : null}::uuid DESC LIMIT 1`
  return found
}

function queryBuiltIn(organizationId: string): Promise<FoundList[]> {
  return db().rows<FoundList>`
    SELECT id, name, kind, built_in AS "builtIn", entry_days AS "entryDays" FROM suppression_lists
    WHERE organization_id = ${organizationId} AND built_in`
}
