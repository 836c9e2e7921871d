import { pastCallsDays } from '@/domain/contact-safety/call-caps.rules'
import { capSettingsSchema, NO_CAPS } from '@/domain/contact-safety/cap.schema'
import { consentRequirementSchema } from '@/domain/contact-safety/consent.schema'
import type { AgentPolicy, ListFacts, OrganizationPolicy } from '@/domain/contact-safety/contact-facts.rules'
import { RULE_SET_IDS, rulesOf } from '@/domain/contact-safety/rule-sets.rules'
import type { CallWindows } from '@/domain/schedule/call-windows.schema'
import { Prisma } from '@/platform/db'
import type { Sql } from '@/platform/sql'

/**
 * What an agent and its organization ask of a call. Agents that are loaded together share the object of their
 * organization, and all contacts of an agent share these, since what is worked out for them is kept with them.
 */
export type Policies = {
  organizationId: string
  organization: OrganizationPolicy
  agent: AgentPolicy
  /** Whether there is a suppression list: without any, no number is looked up. */
  hasLists: boolean
  /** Whether a consent is known of anybody. */
  hasConsents: boolean
  /** How many days of past calls the caps can count; 0 when there are none, and then no call is looked up. */
  pastCallsDays: number
  /** The same for a call that the simulated dialer takes: nobody's phone rings, so the windows and lists alone hold. */
  simulated: Omit<Policies, 'simulated'>
}

/** Returns what holds for a call: of one that the simulated dialer takes for a test, `simulated`. */
export function policiesFor(policies: Policies, call: { simulated: boolean }): Omit<Policies, 'simulated'> {
  return call.simulated ? policies.simulated : policies
}

/** A policy as it is read from the database. */
export type PolicyRow = {
  id: string
  organizationId: string
  version: number
  subject: string | null
  collectsDebts: boolean
  callWindows: CallWindows
  caps: unknown
  consent: unknown
  policyVersion: number
  ruleSets: string[]
  organizationCaps: unknown
  hasLists: boolean
  hasConsents: boolean
  lists: (Omit<ListFacts, 'agentIds'> & { agentIds: string[] })[]
}

/** The policy of the row `agent` of the row `organization`, as one value: whoever loads these loads it with them. */
export function policyOf(): Prisma.Sql {
  return Prisma.sql`json_build_object('id', agent.id, 'organizationId', organization.id, 'version', agent.version,
    'subject', agent.subject, 'collectsDebts', agent.collects_debts, 'callWindows', agent.call_windows,
    'caps', agent.caps, 'consent', agent.consent, 'policyVersion', organization.policy_version,
    'ruleSets', organization.rule_sets, 'organizationCaps', organization.caps,
    'hasLists', EXISTS (SELECT FROM suppression_lists list WHERE list.organization_id = organization.id),
    'hasConsents', EXISTS (SELECT FROM consents WHERE consents.organization_id = organization.id),
    'lists', coalesce((
      SELECT json_agg(json_build_object('id', list.id, 'name', list.name,
        'refreshedAtMs', extract(epoch FROM list.refreshed_at)::float8 * 1000, 'oldAfterDays', list.old_after_days,
        'whenOld', list.when_old, 'agentIds', list.agent_ids) ORDER BY list.id)
      FROM suppression_lists list
      WHERE list.organization_id = organization.id AND list.deleted_at IS NULL AND list.old_after_days IS NOT NULL),
      '[]'))`
}

/**
 * Loads the policies of agents, in one query.
 *
 * @param agentIds UUIDs
 * @returns by the agent's UUID
 */
export async function loadPolicies(
  on: Pick<Sql, 'rows'>,
  agentIds: readonly string[],
): Promise<ReadonlyMap<string, Policies>> {
  if (agentIds.length === 0) return new Map()
  const rows = await on.rows<{ policy: PolicyRow }>`/* prepared */
    SELECT ${policyOf()} AS policy
    FROM agents agent JOIN organizations organization ON organization.id = agent.organization_id
    WHERE agent.id = ANY(${agentIds}::uuid[])`
  const organizations = new Map<string, OrganizationPolicy>()
  return new Map(rows.map(({ policy }) => [policy.id, toPolicies(policy, organizations)]))
}

/** @param organizations that were read before, by their ids: agents of one share it */
export function toPolicies(row: PolicyRow, organizations = new Map<string, OrganizationPolicy>()): Policies {
  const { organizationId, hasLists, hasConsents, callWindows, collectsDebts } = row
  let organization = organizations.get(organizationId)
  if (!organization) {
    organization = {
      version: row.policyVersion,
      // One of an older version that is gone by now says nothing.
      ruleSets: RULE_SET_IDS.filter((id) => row.ruleSets.includes(id)),
      caps: capSettingsSchema.parse(row.organizationCaps),
      lists: row.lists.map((list) => ({ ...list, agentIds: list.agentIds.length === 0 ? null : list.agentIds })),
    }
    organizations.set(organizationId, organization)
  }
  const agent: AgentPolicy = {
    ...{ id: row.id, version: row.version, subject: row.subject, collectsDebts, callWindows },
    caps: capSettingsSchema.parse(row.caps),
    consent: consentRequirementSchema.nullable().parse(row.consent),
  }
  const days = pastCallsDays([organization.caps, agent.caps], rulesOf(organization.ruleSets, collectsDebts))
  return {
    ...{ organizationId, organization, agent, hasLists, hasConsents, pastCallsDays: days },
    simulated: {
      organizationId,
      organization: { ...organization, ruleSets: [], caps: NO_CAPS },
      agent: { ...agent, caps: NO_CAPS, consent: null },
      ...{ hasLists, hasConsents: false, pastCallsDays: 0 },
    },
  }
}
