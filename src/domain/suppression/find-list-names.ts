import type { Suppression } from '@/domain/contact-safety/contact-facts.rules'
import { nowMs } from '@/platform/clock'
import type { Sql } from '@/platform/sql'
import { findSuppressions } from './find-suppressions'
import type { OwnNumber } from './own-number'
import { suppressionInForce } from './suppression-in-force.rules'

/**
 * Finds which of these numbers an agent does not call.
 *
 * @param of agentId: UUID
 * @param phoneNumbers E.164, each once
 * @returns the name of a list that keeps it from that, by number
 */
export async function findListNames(
  on: Pick<Sql, 'rows'>,
  { organizationId, agentId }: { organizationId: string; agentId: string },
  phoneNumbers: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const suppressionsOf = await findSuppressions(
    on,
    phoneNumbers.map((phoneNumber) => ({ organizationId, phoneNumber })),
  )
  return listNamesOf(phoneNumbers, (number) => suppressionsOf({ ...number, organizationId }), agentId, nowMs())
}

/** Chooses, of what is known of numbers, the name of a list for each that an agent does not call. */
export function listNamesOf(
  phoneNumbers: readonly string[],
  suppressionsOf: (number: Pick<OwnNumber, 'phoneNumber'>) => readonly Suppression[],
  agentId: string,
  nowMs: number,
): ReadonlyMap<string, string> {
  return new Map(
    phoneNumbers.flatMap((phoneNumber) => {
      const suppression = suppressionInForce(suppressionsOf({ phoneNumber }), agentId, nowMs)
      return suppression ? [[phoneNumber, suppression.listName]] : []
    }),
  )
}
