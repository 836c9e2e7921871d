import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import {
  type OrganizationSettings,
  type UpdateOrganizationInput,
  updateOrganizationSchema,
} from './organization.schema'

/**
 * Changes settings of the organization; those that are left out stay as they are. They count for what is judged from
 * now on: enrolled contacts stay enrolled, and numbers that were read stay as they were read.
 *
 * @throws VALIDATION_ERROR with `{ path, message }[]`
 */
export async function updateOrganization(actor: Actor, input: UpdateOrganizationInput): Promise<OrganizationSettings> {
  const { organizationId } = actor
  const changes = parseRequest(updateOrganizationSchema, input)
  return transaction(async (tx) => {
    const [before] = await tx.rows<OrganizationSettings>`
      SELECT name, country, normalization_enabled AS "normalizationEnabled",
        premium_numbers_refused AS "premiumNumbersRefused"
      FROM organizations WHERE id = ${organizationId} FOR NO KEY UPDATE`
    if (!before) throw new Error(`The organization ${organizationId} is gone.`)
    const after = { ...before, ...changes }
    const keys = (Object.keys(before) as (keyof OrganizationSettings)[]).filter((key) => before[key] !== after[key])
    if (keys.length === 0) return before
    await tx.execute`
      UPDATE organizations SET name = ${after.name}, country = ${after.country},
        normalization_enabled = ${after.normalizationEnabled}, premium_numbers_refused = ${after.premiumNumbersRefused}
      WHERE id = ${organizationId}`
    await appendAuditEntry(tx, actor, {
      action: 'organization.changed',
      object: { kind: 'organization', id: organizationId, name: after.name },
      before: Object.fromEntries(keys.map((key) => [key, before[key]])),
      after: Object.fromEntries(keys.map((key) => [key, after[key]])),
    })
    return after
  })
}
