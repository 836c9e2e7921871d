import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import type { Actor } from '@/domain/actor'
import { createAgent } from '@/domain/agents/create-agent'
import { createApiKey } from '@/domain/api-keys/create-api-key'
import { openCreditMonth } from '@/domain/credits/open-credit-month'
import { newId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { type CreateOrganizationInput, createOrganizationSchema } from './organization.schema'

export type CreatedOrganization = {
  organizationId: string
  operator: { email: string; password: string }
  apiKey: string
  /** In the order given. */
  agents: { agentId: string; name: string }[]
}

/**
 * Creates a tenant in one transaction: the organization, its first operator (role `owner`), an API key, the allocation
 * of the current month and, if given, its agents. The password and the key are random and returned only here.
 *
 * There is no actor, since the tenant does not exist yet and whoever can call this controls the machine or the
 * database. An operator who exists already joins the new organization and keeps the old password; `password` is then
 * empty.
 *
 * @throws VALIDATION_ERROR with `{ path, message }[]`
 */
export async function createOrganization(input: CreateOrganizationInput): Promise<CreatedOrganization> {
  const { name, email, country, credits, normalizationEnabled, agents } = parseRequest(createOrganizationSchema, input)
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const organizationId = newId()
  const actor: Actor = { organizationId, kind: 'system', id: 'create-organization', label: 'Setup' }

  return transaction(async (tx) => {
    await tx.organization.create({
      data: {
        id: organizationId,
        name,
        slug: `${slugOf(name)}-${organizationId.slice(-6)}`,
        country,
        normalizationEnabled,
        monthlyCredits: credits,
      },
    })
    const existing = await tx.user.findUnique({ where: { email } })
    const userId = existing?.id ?? newId()
    if (!existing) {
      await tx.user.create({ data: { id: userId, name: nameOf(email), email, emailVerified: true } })
      await tx.account.create({
        data: { id: newId(), userId, accountId: userId, providerId: 'credential', password: passwordHash },
      })
    }
    await tx.member.create({ data: { id: newId(), organizationId, userId, role: 'owner' } })
    await openCreditMonth(tx, organizationId)
    const { apiKey } = await createApiKey(tx, actor, { name: 'First key' })
    const created = []
    for (const agent of agents) created.push(await createAgent(tx, actor, agent))
    return { organizationId, operator: { email, password: existing ? '' : password }, apiKey, agents: created }
  })
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .normalize('NFKD')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return slug.slice(0, 40) || 'organization'
}

/** Makes a name of an email address: `ada.lovelace@example.com` → `Ada Lovelace`. */
function nameOf(email: string): string {
  const words = (email.split('@')[0] ?? '').split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(' ') || email
}
