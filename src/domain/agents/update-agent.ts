import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { RollcallError } from '@/domain/errors'
import { agentWindowsChanged, callingRulesChanged, workDue } from '@/domain/events'
import { parseRequest } from '@/domain/parse-request'
import { type Tx, transaction } from '@/platform/db'
import { publishEvents, recordEvents } from '@/platform/outbox'
import { AGENT_SETTING_TABLE, changedSettings } from './agent-change.rules'
import { insertAgentVersion, type LockedAgent, lockAgent } from './agent-row'
import { type AgentSetting, type AgentSettings, agentSettingsSchema } from './agent-settings.schema'
import { agentNotFound } from './assert-agent-exists'
import { assertKnownNumbers } from './assert-known-numbers'
import { assertUsableSettings } from './assert-usable-settings'
import { chooseAccount } from './choose-account'
import { restoreAgentSchema, type UpdateAgentInput, updateAgentSchema } from './update-agent.schema'

export type AgentChange = { version: number; changed: AgentSetting[] }

/**
 * Changes settings of an agent and keeps the former ones as a version. What is live (`AGENT_SETTING_TABLE`) acts on the
 * next call of everybody who is enrolled; planned calls move to where the new call windows are open, and those come earlier
 * that its limits had moved and do not move any more, in the background.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND, VALIDATION_ERROR, CONFLICT when somebody has changed the agent since `version`
 */
export async function updateAgent(actor: Actor, agentId: string, input: UpdateAgentInput): Promise<AgentChange> {
  const { version, status, ...given } = parseRequest(updateAgentSchema, input)
  return change(actor, agentId, version, async (tx, agent) => {
    if (status !== undefined && status !== agent.status) await setStatus(tx, actor, agentId, agent, status)
    return { settings: { ...agent.settings, ...given } as AgentSettings }
  })
}

/**
 * Gives an agent the settings of a former version. That makes a new version, so that it can be undone as any change.
 *
 * @param agentId public id
 * @param input.number the version to restore; `input.version` the newest one that the actor has seen
 * @throws AGENT_NOT_FOUND, also when there is no such version, CONFLICT
 */
export async function restoreAgentVersion(
  actor: Actor,
  agentId: string,
  input: { number: number; version: number },
): Promise<AgentChange> {
  const { number, version } = parseRequest(restoreAgentSchema, input)
  return change(actor, agentId, version, async (tx, agent) => {
    const [former] = await tx.rows<{ settings: unknown }>`
      SELECT settings FROM agent_versions
      WHERE agent_id = ${agent.id}::uuid AND number = ${number} AND organization_id = ${actor.organizationId}`
    if (!former) throw agentNotFound()
    return { settings: agentSettingsSchema.parse(former.settings), restoredFrom: number }
  })
}

/** What of an agent moves calls, and may let them come earlier when it is something else. */
const DECIDING: readonly AgentSetting[] = [
  'callWindows',
  'subject',
  'collectsDebts',
  'caps',
  'moreFromNumbers',
  'callsPerNumberPerDay',
]

/** What decides from which numbers it calls. A provider may have forgotten one since: that keeps nobody from other changes. */
const NUMBERS: readonly AgentSetting[] = ['dialerAccountId', 'fromNumber', 'moreFromNumbers', 'remoteNumberId']

type Wanted = { settings: AgentSettings; restoredFrom?: number }

async function change(
  actor: Actor,
  agentId: string,
  version: number,
  decide: (tx: Tx, agent: LockedAgent) => Promise<Wanted>,
): Promise<AgentChange> {
  const { done, events } = await transaction(async (tx) => {
    const agent = await lockAgent(tx, actor, agentId)
    if (agent.version !== version) throw await changedMeanwhile(tx, agent)
    const { settings: wanted, restoredFrom } = await decide(tx, agent)
    assertUsableSettings(wanted)
    const settings = { ...wanted, ...(await chooseAccount(tx, actor, wanted, agent.settings)) }
    const changed = changedSettings(agent.settings, settings)
    if (changed.length === 0) return { done: { version, changed }, events: [] }
    if (changed.includes('dialerAccountId')) await assertNobodyIsAskedFor(tx, agent.id)
    if (changed.some((setting) => NUMBERS.includes(setting))) await assertKnownNumbers(tx, actor, settings)
    await writeSettings(tx, agent.id, version + 1, settings)
    await insertAgentVersion(tx, actor, { id: agent.id, number: version + 1, settings, changed, restoredFrom })
    await appendAuditEntry(tx, actor, {
      action: restoredFrom === undefined ? 'agent.changed' : 'agent.restored',
      object: { kind: 'agent', id: agentId, name: settings.name },
      ...shortValues(agent.settings, settings, changed),
      details: { version: version + 1, changed, ...(restoredFrom === undefined ? {} : { restoredFrom }) },
    })
    const events = [
      ...(changed.includes('callWindows') ? [agentWindowsChanged.of({ agentId: agent.id })] : []),
      ...(changed.some((setting) => DECIDING.includes(setting))
        ? [callingRulesChanged.of({ organizationId: actor.organizationId })]
        : []),
      workDue.of({ agentId: agent.id }),
    ]
    await recordEvents(tx, events)
    return { done: { version: version + 1, changed }, events }
  })
  await publishEvents(events)
  return done
}

/**
 * Refuses another dialer while the one of today may have placed calls of which it has not said so: asked again, the
 * other one would call the same people once more. The agent is locked, so that no dialer is asked meanwhile.
 */
async function assertNobodyIsAskedFor(tx: Tx, agentId: string): Promise<void> {
  const [asked] = await tx.rows<{ calls: number }>`
    SELECT count(*)::int AS calls FROM calls
    WHERE agent_id = ${agentId}::uuid AND status = 'requested' AND attempted_at IS NOT NULL`
  if (!asked?.calls) return
  throw new RollcallError(
    'CONFLICT',
    'The dialer of today is being asked for calls, and may have placed them. Stop calling, wait two minutes, and change the dialer then.',
  )
}

/** Says who has changed the agent meanwhile, and what. */
async function changedMeanwhile(tx: Tx, { id, version }: LockedAgent): Promise<RollcallError> {
  const [last] = await tx.rows<{ changedBy: string; changedAt: Date; changed: AgentSetting[] }>`
    SELECT changed_by AS "changedBy", changed_at AS "changedAt", changed FROM agent_versions
    WHERE agent_id = ${id}::uuid AND number = ${version}`
  const what = (last?.changed ?? []).map((setting) => AGENT_SETTING_TABLE[setting].label.toLowerCase()).join(', ')
  const who = last?.changedBy ?? 'Somebody'
  const message = `${who} has changed this agent meanwhile${what ? ` (${what})` : ''}. Load it again, and make your change once more.`
  return new RollcallError('CONFLICT', message, { version, ...last, changedAt: last?.changedAt.toISOString() })
}

async function setStatus(tx: Tx, actor: Actor, agentId: string, agent: LockedAgent, status: string): Promise<void> {
  if (agent.status === 'archived') {
    throw new RollcallError('CONFLICT', 'This agent is archived. Unarchive it first.')
  }
  await tx.execute`UPDATE agents SET status = ${status}, updated_at = now() WHERE id = ${agent.id}::uuid`
  await appendAuditEntry(tx, actor, {
    action: 'agent.changed',
    object: { kind: 'agent', id: agentId, name: agent.settings.name },
    before: { status: agent.status },
    after: { status },
  })
}

async function writeSettings(tx: Tx, id: string, version: number, settings: AgentSettings): Promise<void> {
  await tx.execute`
    UPDATE agents SET version = ${version}, updated_at = now(), name = ${settings.name},
      from_number = ${settings.fromNumber}, more_from_numbers = ${settings.moreFromNumbers},
      local_first = ${settings.localFirst}, calls_per_number_per_day = ${settings.callsPerNumberPerDay}, timezones = ${settings.timezones},
      call_windows = ${JSON.stringify(settings.callWindows)}::jsonb,
      variables = ${JSON.stringify(settings.variables)}::jsonb, steps = ${JSON.stringify(settings.steps)}::jsonb,
      outcomes = ${JSON.stringify(settings.outcomes)}::jsonb, credits_per_contact = ${settings.creditsPerContact},
      lines = ${settings.lines}, chain_advance = ${settings.chainAdvance}, attempts_max = ${settings.attemptsMax},
      calls_per_minute = ${settings.callsPerMinute}, dialer_account_id = ${settings.dialerAccountId}::uuid,
      remote_agent_id = ${settings.remoteAgentId}, remote_number_id = ${settings.remoteNumberId},
      analysis_outcomes = ${JSON.stringify(settings.analysisOutcomes)}::jsonb, subject = ${settings.subject},
      collects_debts = ${settings.collectsDebts},
      caps = jsonb_strip_nulls(${JSON.stringify(settings.caps)}::jsonb),
      consent = ${settings.consent === null ? null : JSON.stringify(settings.consent)}::jsonb
    WHERE id = ${id}::uuid`
}

const SHORT: readonly AgentSetting[] = [
  'name',
  'fromNumber',
  'moreFromNumbers',
  'localFirst',
  'callsPerNumberPerDay',
  'timezones',
  'callWindows',
  'creditsPerContact',
  'lines',
  'chainAdvance',
  'attemptsMax',
  'callsPerMinute',
  'dialerAccountId',
  'dialer',
  'dialerUrl',
  'remoteAgentId',
  'remoteNumberId',
  'subject',
  'collectsDebts',
  'caps',
  'consent',
]

/** Returns what was changed, before and after, where that is short. The rest is in the versions. */
function shortValues(before: AgentSettings, after: AgentSettings, changed: readonly AgentSetting[]) {
  const short = SHORT.filter((setting) => changed.includes(setting))
  if (short.length === 0) return {}
  const pick = (settings: AgentSettings) => Object.fromEntries(short.map((setting) => [setting, settings[setting]]))
  return { before: pick(before), after: pick(after) }
}
