import { Prisma } from '@/platform/db'
import type { LifecycleStatus } from './sequence.schema'

/**
 * The status that the sequence of a contact is made with: whoever is first in a chain, or in none, is scheduled. What is
 * asked about before it is made is told as it will be.
 */
export function firstStatusOf({ chainPosition }: { chainPosition: number | null }): LifecycleStatus {
  return (chainPosition ?? 0) === 0 ? 'scheduled' : 'waiting'
}

/** The same for the row `contact` of a query. */
export const FIRST_STATUS = Prisma.sql`CASE WHEN coalesce(contact.chain_position, 0) = 0 THEN 'scheduled' ELSE 'waiting' END`
