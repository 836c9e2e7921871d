import { RollcallError } from '@/domain/errors'
import { db } from '@/platform/db'

/**
 * An organization by its id, or by its name when no other has the same.
 *
 * @throws ORGANIZATION_NOT_FOUND, CONFLICT when several have this name
 */
export async function findOrganization(idOrName: string): Promise<{ id: string; name: string }> {
  const found = await db().organization.findMany({
    where: { OR: [{ id: idOrName }, { name: idOrName }] },
    select: { id: true, name: true },
  })
  const [organization] = found
  if (!organization) throw new RollcallError('ORGANIZATION_NOT_FOUND', `There is no organization "${idOrName}".`)
  if (found.length > 1) {
    throw new RollcallError(
      'CONFLICT',
      `Several organizations are named "${idOrName}". Name one by its id: ${found.map(({ id }) => id).join(', ')}.`,
    )
  }
  return organization
}
