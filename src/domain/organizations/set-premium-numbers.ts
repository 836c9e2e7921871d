import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'

/**
 * Sets whether premium rate, shared cost and satellite numbers are rejected (`PHONE_PREMIUM_RATE`) or only warned
 * about. The setting counts when contacts are judged; enrolled contacts stay enrolled.
 */
export async function setPremiumNumbers(actor: Actor, input: { refused: boolean }): Promise<void> {
  await db().organization.update({
    where: { id: actor.organizationId },
    data: { premiumNumbersRefused: input.refused },
  })
}
