import { RollcallError } from '@/domain/errors'
import { db } from '@/platform/db'

/**
 * Finds an organization by its id or its name.
 *
 * @throws ORGANIZATION_NOT_FOUND, CONFLICT when several fit
 */
export async function findOrganization(idOrName: string): Promise<{ id: string; name: string }> {
  const found = await db().organization.findMany({
    where: { OR: [{ id: idOrName }, { name: idOrName }] },
    select: { id: true, name: true },
  })
  const [organization] = found
  if (!organization) {
    const message = `There is no organization "${idOrName}". ${await tellOthers()}`
    throw new RollcallError('ORGANIZATION_NOT_FOUND', message)
  }
  if (found.length > 1) {
    throw new RollcallError(
      'CONFLICT',
      `Several organizations are named "${idOrName}". Name one by its id: ${found.map(({ id }) => id).join(', ')}.`,
    )
  }
  return organization
}

const TOLD_MAX = 20

/** Lists the other organizations for the error's message. Whoever may ask for any organization may know all of them. */
async function tellOthers(): Promise<string> {
  const found = await db().organization.findMany({
    select: { name: true },
    orderBy: { name: 'asc' },
    take: TOLD_MAX + 1,
  })
  if (found.length === 0) return 'There is none yet.'
  const names = found.slice(0, TOLD_MAX).map(({ name }) => `"${name}"`)
  return `There are: ${names.join(', ')}${found.length > TOLD_MAX ? ' and others' : ''}.`
}
