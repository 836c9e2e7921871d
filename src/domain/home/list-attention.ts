import type { Actor } from '@/domain/actor'
import { agentRulesSchema } from '@/domain/agents/agent.schema'
import { findAgentFaults } from '@/domain/agents/agent-faults.rules'
import { dialingOf, WITH_DIALER } from '@/domain/agents/with-dialer'
import { type CreditOutlook, getCreditForecast } from '@/domain/credits/get-credit-forecast'
import { toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'

/** Something that does not go on by itself, or will not for long. */
export type Attention =
  | { kind: 'endpoint failing'; endpointId: string; url: string; since: string; failed: number; attempts: number }
  | { kind: 'endpoint off'; endpointId: string; url: string; since: string; held: number }
  | {
      kind: 'dialer failing'
      dialerAccountId: string
      name: string
      reason: string | null
      agents: number
      since: string
    }
  | { kind: 'agent misconfigured'; agentId: string; name: string; faults: string[] }
  | { kind: 'agent broke off'; agentId: string; name: string; failed: number; calls: number; since: string }
  | {
      kind: 'batch failed' | 'batch stuck'
      batchId: string
      name: string | null
      agentName: string
      accepted: number
      since: string
    }
  | {
      kind: 'import failed' | 'import paused' | 'import stuck' | 'import unsent'
      importId: string
      fileName: string
      waiting: number
      since: string
      reason: string | null
    }
  | { kind: 'credits low'; available: number; allocated: number; perDay: number; runsOutAt: string | null }

/** How many of each kind are told. */
const OF_A_KIND_MAX = 5
/** The background goes on with everything within a minute, and looks after it again within some. */
const STUCK_MINUTES = 15
/** A browser sends the rows of a file within minutes; without it for longer, it was closed. */
const UNSENT_MINUTES = 60
/** How many of the last deliveries tell how often an endpoint fails. */
const DELIVERIES_LOOKED_AT = 100

/**
 * Lists what needs somebody's attention: what is broken first, what will be soon last. Batches and imports that are tests
 * need none.
 */
export async function listAttention(actor: Actor): Promise<Attention[]> {
  const [dialers, endpoints, brokenOff, agents, batches, imports, credits] = await Promise.all([
    findDialers(actor),
    findEndpoints(actor),
    findBrokenOff(actor),
    findAgents(actor),
    findBatches(actor),
    findImports(actor),
    getCreditForecast(actor),
  ])
  return [...dialers, ...brokenOff, ...batches, ...imports, ...agents, ...endpoints, ...creditsOf(credits)]
}

function creditsOf({ isLow, available, allocated, perDay, runsOutAt }: CreditOutlook): Attention[] {
  return isLow ? [{ kind: 'credits low', available, allocated, perDay, runsOutAt }] : []
}

/** Accounts at dialers that refuse, through which nobody is called. One without an agent keeps nobody waiting. */
async function findDialers(actor: Actor): Promise<Attention[]> {
  const rows = await db().rows<{ id: string; name: string; reason: string | null; agents: number; since: Date }>`
    SELECT account.id, account.name, account.state_reason AS reason, used.agents, account.state_since AS since
    FROM dialer_accounts account
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS agents FROM agents
      WHERE agents.dialer_account_id = account.id AND agents.status = 'active') used
    WHERE account.organization_id = ${actor.organizationId} AND account.state = 'failing' AND used.agents > 0
    ORDER BY account.state_since DESC, account.id LIMIT ${OF_A_KIND_MAX}`
  return rows.map(({ id, since, ...row }) => ({
    kind: 'dialer failing',
    dialerAccountId: id,
    ...row,
    since: since.toISOString(),
  }))
}

type EndpointRow = {
  id: string
  url: string
  disabledAt: Date | null
  since: Date | null
  failed: number
  attempts: number
  held: number
}

async function findEndpoints(actor: Actor): Promise<Attention[]> {
  const rows = await db().rows<EndpointRow>`
    SELECT endpoint.id, endpoint.url, endpoint.disabled_at AS "disabledAt", lately.since, lately.failed, lately.attempts,
      held.amount AS held
    FROM webhook_endpoints endpoint
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS attempts, count(*) FILTER (WHERE NOT taken)::int AS failed,
        min(started_at) FILTER (WHERE started_at > coalesce(taken_at, '-infinity')) AS since
      FROM (
        SELECT attempt.started_at, attempt.http_status BETWEEN 200 AND 299 IS TRUE AS taken,
          max(attempt.started_at) FILTER (WHERE attempt.http_status BETWEEN 200 AND 299) OVER () AS taken_at
        FROM (
          SELECT id FROM webhook_deliveries WHERE endpoint_id = endpoint.id
          ORDER BY created_at DESC LIMIT ${DELIVERIES_LOOKED_AT}) delivery
        JOIN webhook_attempts attempt ON attempt.delivery_id = delivery.id) attempt) lately
    CROSS JOIN LATERAL (
      SELECT count(*)::int AS amount FROM webhook_deliveries
      WHERE endpoint_id = endpoint.id AND held_at IS NOT NULL) held
    WHERE endpoint.organization_id = ${actor.organizationId} AND endpoint.deleted_at IS NULL
    ORDER BY endpoint.created_at, endpoint.id`
  return rows
    .flatMap((row): Attention[] => {
      const { id: endpointId, url, disabledAt, since, failed, attempts, held } = row
      if (disabledAt)
        return held > 0 ? [{ kind: 'endpoint off', endpointId, url, since: disabledAt.toISOString(), held }] : []
      return since ? [{ kind: 'endpoint failing', endpointId, url, since: since.toISOString(), failed, attempts }] : []
    })
    .slice(0, OF_A_KIND_MAX)
}

/** Agents that have paused themselves, the last one first. */
async function findBrokenOff(actor: Actor): Promise<Attention[]> {
  const rows = await db().rows<{ id: string; name: string; failed: number; calls: number; since: Date }>`
    SELECT id, name, coalesce((broken_off ->> 'failed')::int, 0) AS failed, coalesce((broken_off ->> 'calls')::int, 0) AS calls,
      paused_at AS since
    FROM agents
    WHERE organization_id = ${actor.organizationId} AND status = 'active' AND broken_off IS NOT NULL
      AND paused_at IS NOT NULL
    ORDER BY paused_at DESC, id LIMIT ${OF_A_KIND_MAX}`
  return rows.map(({ id, since, ...row }) => ({
    kind: 'agent broke off',
    agentId: toPublicId('agent', id),
    ...row,
    since: since.toISOString(),
  }))
}

/** Agents that cannot call and have somebody to call. */
async function findAgents(actor: Actor): Promise<Attention[]> {
  const { organizationId } = actor
  const agents = (
    await db().agent.findMany({
      where: { organizationId },
      include: WITH_DIALER,
      orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    })
  )
    .map((agent) => {
      const { id, name } = agent
      return { id, name, faults: findAgentFaults(agentRulesSchema.parse(agent), dialingOf(agent)) }
    })
    .filter(({ faults }) => faults.length > 0)
  if (agents.length === 0) return []
  const ids = agents.map(({ id }) => id)
  const withWork = await db().rows<{ id: string }>`
    SELECT agent_id AS id FROM unnest(${ids}::uuid[]) AS agent (agent_id)
    WHERE EXISTS (
        SELECT FROM sequences WHERE agent_id = agent.agent_id AND due_at IS NOT NULL AND NOT held
          AND organization_id = ${organizationId})
      OR EXISTS (
        SELECT FROM imports WHERE agent_id = agent.agent_id AND organization_id = ${organizationId}
          AND status NOT IN ('completed', 'cancelled'))`
  return agents
    .filter(({ id }) => withWork.some((agent) => agent.id === id))
    .slice(0, OF_A_KIND_MAX)
    .map(({ id, name, faults }) => ({
      kind: 'agent misconfigured',
      agentId: toPublicId('agent', id),
      name,
      faults: faults.map(({ message }) => message),
    }))
}

type BatchRow = {
  batchId: string
  name: string | null
  agentName: string
  accepted: number
  status: string
  since: Date
}

async function findBatches(actor: Actor): Promise<Attention[]> {
  const rows = await db().rows<BatchRow>`
    SELECT batch.id AS "batchId", batch.name, agent.name AS "agentName", batch.accepted, batch.status,
      batch.created_at AS since
    FROM batches batch JOIN agents agent ON agent.id = batch.agent_id
    WHERE batch.organization_id = ${actor.organizationId} AND batch_awaits_sequences(batch.status) AND NOT batch.test
      AND (batch.status = 'failed' OR batch.created_at < now() - make_interval(mins => ${STUCK_MINUTES}::int))
    ORDER BY batch.created_at DESC, batch.id LIMIT ${OF_A_KIND_MAX}`
  return rows.map(({ status, since, ...batch }) => ({
    kind: status === 'failed' ? 'batch failed' : 'batch stuck',
    ...batch,
    since: since.toISOString(),
  }))
}

type ImportRow = {
  importId: string
  fileName: string
  waiting: number
  status: string
  reason: string | null
  since: Date
}

async function findImports(actor: Actor): Promise<Attention[]> {
  const rows = await db().rows<ImportRow>`
    SELECT id AS "importId", file_name AS "fileName", waiting, status, reason, progressed_at AS since
    FROM imports
    WHERE organization_id = ${actor.organizationId} AND status NOT IN ('completed', 'cancelled') AND NOT test
      AND (status = 'failed' OR (status = 'paused' AND reason IS NOT NULL)
        OR (status = 'running' AND progressed_at < now() - make_interval(mins => ${STUCK_MINUTES}::int))
        OR (status = 'staging' AND progressed_at < now() - make_interval(mins => ${UNSENT_MINUTES}::int)))
    ORDER BY created_at DESC, id LIMIT ${OF_A_KIND_MAX}`
  const kinds = {
    failed: 'import failed',
    paused: 'import paused',
    running: 'import stuck',
    staging: 'import unsent',
  } as const
  return rows.map(({ status, since, ...row }) => ({
    kind: kinds[status as keyof typeof kinds],
    ...row,
    since: since.toISOString(),
  }))
}
