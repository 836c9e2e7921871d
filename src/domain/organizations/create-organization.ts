import { randomBytes } from 'node:crypto'
import { hashPassword } from 'better-auth/crypto'
import { SCOPES } from '@/domain/access/scopes.rules'
import type { Actor } from '@/domain/actor'
import { insertAgent } from '@/domain/agents/insert-agent'
import { insertKey } from '@/domain/api-keys/insert-key'
import { defaultRuleSets, type RuleSetId } from '@/domain/contact-safety/rule-sets.rules'
import { openCreditMonth } from '@/domain/credits/open-credit-month'
import { newId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { transaction } from '@/platform/db'
import { type CreateOrganizationInput, createOrganizationSchema } from './organization.schema'
import { verifyAddress } from './verify-address'

export type CreatedOrganization = {
  organizationId: string
  operator: { email: string; password: string }
  apiKey: string
  /** The calling rules that are switched on: those of its country, unless others were given. */
  ruleSets: RuleSetId[]
  /** In the order given. */
  agents: { agentId: string; name: string }[]
}

/**
 * Creates a tenant in one transaction: the organization row, its first operator (role `owner`), an API key, the
 * allocation of the current month and, if given, its agents. The password and the key are random and returned only
 * here.
 *
 * There is no actor, since the tenant does not exist yet and whoever can call this controls the machine or the
 * database. An operator who exists already joins the new organization and keeps the old password; `password` is then
 * empty. Unless the address of that account was never verified: then whoever made it may know its password, and it gets a
 * new one.
 *
 * @throws VALIDATION_ERROR with `{ path, message }[]`
 */
export async function createOrganization(input: CreateOrganizationInput): Promise<CreatedOrganization> {
  const { name, email, country, credits, normalizationEnabled, agents, mustChangePassword, ...given } = parseRequest(
    createOrganizationSchema,
    input,
  )
  const { ruleSets = defaultRuleSets(country) } = given
  const password = randomBytes(12).toString('base64url')
  const passwordHash = await hashPassword(password)
  const organizationId = newId()
  const slug = `${slugOf(name)}-${organizationId.slice(-6)}`
  const actor: Actor = { organizationId, kind: 'system', id: 'create-organization', label: 'Setup' }

  return transaction(async (tx) => {
    await tx.execute`
      INSERT INTO organizations (id, name, slug, country, normalization_enabled, monthly_credits, rule_sets)
      VALUES (${organizationId}, ${name}, ${slug}, ${country}, ${normalizationEnabled}, ${credits}, ${ruleSets})`
    const [existing] = await tx.rows<{ id: string }>`SELECT id FROM users WHERE email = ${email}`
    const userId = existing?.id ?? newId()
    const keepsPassword = existing !== undefined && !(await verifyAddress(tx, existing.id))
    if (!existing) {
      await tx.execute`
        INSERT INTO users (id, name, email, email_verified, must_change_password)
        VALUES (${userId}, ${nameOf(email)}, ${email}, true, ${mustChangePassword})`
      await tx.execute`
        INSERT INTO accounts (id, user_id, account_id, provider_id, password)
        VALUES (${newId()}, ${userId}, ${userId}, 'credential', ${passwordHash})`
    } else if (!keepsPassword) {
      await tx.execute`
        UPDATE accounts SET password = ${passwordHash}, updated_at = now()
        WHERE user_id = ${userId} AND provider_id = 'credential'`
      await tx.execute`UPDATE users SET must_change_password = ${mustChangePassword} WHERE id = ${userId}`
    }
    await tx.execute`
      INSERT INTO members (id, organization_id, user_id, role) VALUES (${newId()}, ${organizationId}, ${userId}, 'owner')`
    await openCreditMonth(tx, organizationId)
    const { apiKey } = await insertKey(tx, actor, { name: 'First key', scopes: SCOPES, test: false, expiresAt: null })
    const created = []
    for (const agent of agents) created.push(await insertAgent(tx, actor, agent))
    const operator = { email, password: keepsPassword ? '' : password }
    return { organizationId, operator, apiKey, ruleSets, agents: created }
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
