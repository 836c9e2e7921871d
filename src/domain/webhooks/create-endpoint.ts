import type { Actor } from '@/domain/actor'
import { RollcallError } from '@/domain/errors'
import { newId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { findUrlTrouble } from '@/platform/http/guarded-request'
import { newSigningSecret } from '@/platform/signatures'
import { type CreateEndpointInput, createEndpointSchema, ENDPOINTS_MAX } from './webhook.schema'

/**
 * Makes an endpoint that gets the results of all calls that end from now on.
 *
 * @throws VALIDATION_ERROR for an address that we do not connect to, as far as the URL tells; a name is judged by its
 * addresses at each delivery. CONFLICT when the organization has 20 already
 * @returns its id, and the secret to verify with, which is shown this once
 */
export async function createEndpoint(
  actor: Actor,
  input: CreateEndpointInput,
): Promise<{ endpointId: string; url: string; secret: string }> {
  const { organizationId } = actor
  const { url } = parseRequest(createEndpointSchema, input)
  const trouble = findUrlTrouble(url)
  if (trouble) throw new RollcallError('VALIDATION_ERROR', `url: ${trouble}`, [{ path: 'url', message: trouble }])
  const existing = await db().webhookEndpoint.count({ where: { organizationId, deletedAt: null } })
  if (existing >= ENDPOINTS_MAX) {
    throw new RollcallError(
      'CONFLICT',
      `An organization can have ${ENDPOINTS_MAX} webhook endpoints. Delete one first.`,
    )
  }
  const id = newId()
  const secret = newSigningSecret()
  await db().webhookEndpoint.create({ data: { id, organizationId, url, secret } })
  return { endpointId: id, url, secret }
}
