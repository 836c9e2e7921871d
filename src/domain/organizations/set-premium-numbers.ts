import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/**
 * Whether premium rate, shared cost and satellite numbers are turned away (`PHONE_PREMIUM_RATE` among the faults of a
 * contact) or only warned of. It is read when contacts are judged: those that are enrolled already stay so.
 */
export async function setPremiumNumbers(actor: Actor, input: { refused: boolean }): Promise<void> {
  await db().organization.update({
    where: { id: actor.organizationId },
    data: { premiumNumbersRefused: input.refused },
  })
}
