import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { showsTests } from '@/domain/results/shows-tests.rules'

/** The filters that lists of batches and of imports have in common. */
export type ListFilter = {
  agentId?: string | undefined
  createdBy?: string | undefined
  since?: string | undefined
  until?: string | undefined
  tests?: boolean | undefined
}

/**
 * Returns the database condition for these filters, in the organization of the actor; null when they name an agent
 * that there cannot be.
 */
export function whereListed(actor: Actor, filter: ListFilter) {
  const { agentId, createdBy, since, until } = filter
  const agent = agentId === undefined ? undefined : parsePublicId('agent', agentId)
  if (agent === null) return null
  return {
    organizationId: actor.organizationId,
    ...(!showsTests(actor, filter) && { test: false }),
    ...(agent !== undefined && { agentId: agent }),
    ...(createdBy !== undefined && { createdBy }),
    ...((since !== undefined || until !== undefined) && {
      createdAt: {
        ...(since !== undefined && { gte: new Date(since) }),
        ...(until !== undefined && { lt: new Date(until) }),
      },
    }),
  }
}

/** Escapes a text that is searched for: Prisma takes `%` and `_` for any characters. */
export function literally(text: string): string {
  return text.replaceAll(/[\\%_]/g, (character) => `\\${character}`)
}
