import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { isUuid } from '@/domain/ids'
import { db } from '@/platform/db'

/**
 * Returns the row of a batch, with its agent's name.
 *
 * @throws BATCH_NOT_FOUND for a batch that does not exist in this organization
 */
export async function findBatch(actor: Actor, batchId: string) {
  const batch = isUuid(batchId)
    ? await db().batch.findFirst({
        where: { id: batchId, organizationId: actor.organizationId },
        include: { agent: { select: { name: true } } },
      })
    : null
  if (!batch) throw new RollcallError('BATCH_NOT_FOUND', 'There is no such batch in your organization.')
  return batch
}

/** Says which batch it is to the audit log: by its name, or else its agent's. */
export function auditedBatch({ id, name, agent }: { id: string; name: string | null; agent: { name: string } }) {
  return { kind: 'batch', id, name: name ?? agent.name } as const
}
