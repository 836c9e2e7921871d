import type { Actor } from '@/domain/actor'
import { parsePublicId } from '@/domain/ids'
import { Prisma, type Tx } from '@/platform/db'
import { type AgentSettings, agentSettingsSchema } from './agent-settings.schema'
import { agentNotFound } from './assert-agent-exists'
import { stopPlacing } from './share-placing'

export type LockedAgent = {
  id: string
  status: string
  version: number
  pausedAt: Date | null
  /** It has paused itself. */
  brokenOff: boolean
  settings: AgentSettings
}

type Row = Omit<LockedAgent, 'settings'> & AgentSettings

/**
 * Locks an agent to change it. The lock waits for whoever is just about to ask a dialer for one of its calls, or to send
 * one of its mails, and they wait for it: once a pause has committed, nothing goes out that was not written before.
 *
 * @param agentId public id
 * @param isForArchive enrollments wait for it too, and it waits for those under way, which an agent in use always has:
 *   no other change needs that
 * @throws AGENT_NOT_FOUND
 */
export async function lockAgent(
  tx: Tx,
  actor: Actor,
  agentId: string,
  { isForArchive = false }: { isForArchive?: boolean } = {},
): Promise<LockedAgent> {
  const lock = isForArchive ? Prisma.sql`FOR UPDATE OF agents` : Prisma.sql`FOR NO KEY UPDATE OF agents`
  const id = parsePublicId('agent', agentId)
  const [row] = id
    ? await tx.rows<Row>`
        SELECT agents.id, status, version, paused_at AS "pausedAt", broken_off IS NOT NULL AS "brokenOff", agents.name,
          from_number AS "fromNumber", more_from_numbers AS "moreFromNumbers", local_first AS "localFirst",
          calls_per_number_per_day AS "callsPerNumberPerDay", timezones,
          call_windows AS "callWindows", variables, steps, outcomes, credits_per_contact AS "creditsPerContact", agents.lines,
          chain_advance AS "chainAdvance", attempts_max AS "attemptsMax",
          calls_per_minute AS "callsPerMinute", dialer_account_id AS "dialerAccountId",
          account.kind AS dialer, account.url AS "dialerUrl",
          remote_agent_id AS "remoteAgentId", remote_number_id AS "remoteNumberId",
          analysis_outcomes AS "analysisOutcomes", subject, collects_debts AS "collectsDebts", caps, consent
        FROM agents JOIN dialer_accounts account ON account.id = agents.dialer_account_id
        WHERE agents.id = ${id}::uuid AND agents.organization_id = ${actor.organizationId} ${lock}`
    : []
  if (!row) throw agentNotFound()
  await stopPlacing(tx, row.id)
  const { status, version, pausedAt, brokenOff } = row
  return { id: row.id, status, version, pausedAt, brokenOff, settings: agentSettingsSchema.parse(row) }
}

type NewVersion = {
  id: string
  number: number
  settings: AgentSettings
  changed: readonly string[]
  restoredFrom?: number | undefined
}

/** Keeps the settings of an agent as they are from now on. */
export async function insertAgentVersion(tx: Tx, actor: Actor, version: NewVersion): Promise<void> {
  const { id, number, settings, changed, restoredFrom } = version
  await tx.execute`
    INSERT INTO agent_versions (agent_id, number, organization_id, changed_by, changed, restored_from, settings)
    VALUES (${id}::uuid, ${number}, ${actor.organizationId}, ${actor.label}, ${[...changed]}, ${restoredFrom ?? null},
      ${JSON.stringify(settings)}::jsonb)`
}
