import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { db } from '@/platform/db'

/**
 * Returns the row of an import, with its agent's name.
 *
 * @throws IMPORT_NOT_FOUND for an import that does not exist in this organization
 */
export async function findImport(actor: Actor, importId: string) {
  const found = isUuid(importId)
    ? await db().import.findFirst({
        where: { id: importId, organizationId: actor.organizationId },
        include: { agent: { select: { name: true } } },
      })
    : null
  if (!found) throw importNotFound()
  return found
}

export function importNotFound(): RollcallError {
  return new RollcallError('IMPORT_NOT_FOUND', 'There is no such import in your organization.')
}
