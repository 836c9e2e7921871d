import { secretsOfSimulatedCall } from '@/domain/dialer-accounts/account-secrets'
import { callRequested } from '@/domain/events'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { requestedCall } from '@/testing/ended-call'
import { type TestOrganization, testContact } from '@/testing/factories'

/** A call that is under way, and the secret of its agent's dialer. Ids are public. */
export async function placedCall(
  tenant: TestOrganization,
): Promise<{ callId: string; sequenceId: string; secret: string }> {
  const { actor, agents } = tenant
  const id = await requestedCall(actor, agents.alwaysOn, testContact())
  // No dialer is asked for it: the test is the dialer.
  await db().outboxEvent.deleteMany({ where: { name: callRequested.name, data: { equals: { callId: id } } } })
  await db().call.update({ where: { id }, data: { status: 'placed', attemptedAt: new Date(), placedAt: new Date() } })
  const { sequenceId } = await db().call.findUniqueOrThrow({ where: { id } })
  const [secret = ''] = secretsOfSimulatedCall(id)
  return { callId: toPublicId('call', id), sequenceId: toPublicId('sequence', sequenceId), secret }
}
