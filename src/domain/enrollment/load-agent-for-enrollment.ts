import type { Actor } from '@/domain/actor'
import type { AgentRules } from '@/domain/agents/agent.schema'
import type { AgentDialing } from '@/domain/agents/agent-dialing.rules'
import { agentNotFound } from '@/domain/agents/assert-agent-exists'
import type { OrganizationRules } from '@/domain/contacts/prepare-validation.rules'
import { type Policies, type PolicyRow, policyOf, toPolicies } from '@/domain/decisions/load-policies'
import { dialsExtensions } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { parsePublicId } from '@/domain/ids'
import { isGuarded } from '@/domain/suppression/guarded'
import { db } from '@/platform/db'

/**
 * How an agent is tried out: `simulated` asks the simulated dialer whatever the agent's dialer is, and costs nothing;
 * `dialed` asks the agent's own dialer.
 */
export type TestMode = 'simulated' | 'dialed'

export type AgentForEnrollment = {
  id: string
  rules: AgentRules & { dialsExtensions: boolean }
  dialing: AgentDialing
  chainAdvance: 'call' | 'sequence'
  /** Null for an enrollment in earnest. */
  test: TestMode | null
  organization: OrganizationRules
  /** The credits left in the current month (UTC). A month without bookings has its whole allocation. */
  availableCredits: number
  /** Whether an endpoint wants to be told of new batches. */
  tellsOfBatches: boolean
  /** What its calls have to keep to beside the call windows; null when there is nothing, and then no number is looked up. */
  policies: Policies | null
  /** When it was loaded, by the database's clock. */
  loadedAtMs: number
}

type Row = AgentRules &
  OrganizationRules & {
    id: string
    loadedAtMs: number
    chainAdvance: 'call' | 'sequence'
    dialer: string
    remoteAgentId: string | null
    availableCredits: number
    tellsOfBatches: boolean
    policy: PolicyRow | null
  }

/**
 * Loads everything that an enrollment needs of the agent and its organization, in one query, since every request waits
 * for it.
 *
 * @param agentId public id
 * @param asked how the agent is tried out. A test key always simulates, and so does an agent whose dialer does.
 * @throws AGENT_NOT_FOUND for an agent that does not exist in this organization
 */
export async function loadAgentForEnrollment(
  actor: Actor,
  agentId: string,
  asked: TestMode | null = null,
): Promise<AgentForEnrollment> {
  const id = parsePublicId('agent', agentId)
  const rows = id === null ? [] : await query(actor, id)
  const [row] = rows
  if (!row) throw agentNotFound()
  const {
    id: rowId,
    chainAdvance,
    dialer,
    remoteAgentId,
    country,
    normalizationEnabled,
    premiumNumbersRefused,
    availableCredits,
    tellsOfBatches,
    policy,
    loadedAtMs,
    ...rules
  } = row
  const organization = { country, normalizationEnabled, premiumNumbersRefused }
  const test = actor.test || (asked && dialer === 'simulated') ? 'simulated' : asked
  const price = test === 'simulated' ? 0 : rules.creditsPerContact
  return {
    id: rowId,
    rules: { ...rules, creditsPerContact: price, dialsExtensions: test === 'simulated' || dialsExtensions(dialer) },
    dialing: { dialer, remoteAgentId },
    chainAdvance,
    test,
    organization,
    availableCredits,
    tellsOfBatches,
    policies: policy && toPolicies(policy),
    loadedAtMs,
  }
}

function query(actor: Actor, id: string): Promise<Row[]> {
  return db().rows<Row>`/* prepared */
    SELECT agent.id, agent.status, agent.from_number AS "fromNumber", agent.timezones,
      agent.call_windows AS "callWindows", agent.variables, agent.steps, agent.outcomes,
      agent.credits_per_contact AS "creditsPerContact", agent.chain_advance AS "chainAdvance", account.kind AS dialer,
      agent.remote_agent_id AS "remoteAgentId",
      organization.country, organization.normalization_enabled AS "normalizationEnabled",
      organization.premium_numbers_refused AS "premiumNumbersRefused",
      coalesce(balance.allocated - balance.reserved - balance.spent, organization.monthly_credits)
        AS "availableCredits",
      coalesce(EXISTS (SELECT FROM webhook_endpoints endpoint WHERE endpoint.organization_id = organization.id
        AND endpoint.deleted_at IS NULL AND 'batch.created' = ANY(endpoint.events)), false) AS "tellsOfBatches",
      CASE WHEN ${isGuarded()} THEN ${policyOf()} END AS policy,
      extract(epoch FROM now())::float8 * 1000 AS "loadedAtMs"
    FROM agents agent
    JOIN organizations organization ON organization.id = agent.organization_id
    JOIN dialer_accounts account ON account.id = agent.dialer_account_id
    LEFT JOIN credit_balances balance ON balance.organization_id = organization.id
      AND balance.month = credit_month()
    WHERE agent.id = ${id}::uuid AND agent.organization_id = ${actor.organizationId}`
}
