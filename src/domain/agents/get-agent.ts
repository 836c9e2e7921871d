import type { Actor } from '@/domain/actor'
import type { DialerKind } from '@/domain/dialer-accounts/dialer-kinds.rules'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { db } from '@/platform/db'
import { type AgentRules, agentRulesSchema, chainAdvanceSchema } from './agent.schema'
import { type AgentFault, findAgentFaults } from './agent-faults.rules'
import { type AgentSettings, agentSettingsShape } from './agent-settings.schema'
import { agentNotFound } from './assert-agent-exists'
import { type BrokenOff, brokenOffSchema } from './broken-off-answer.schema'
import { dialingOf, WITH_DIALER } from './with-dialer'

/** What of its settings decides whether a person is called, beside the call windows. */
type AgentSafety = Pick<AgentSettings, 'subject' | 'collectsDebts' | 'caps' | 'consent'>

export type AgentDetail = AgentRules &
  AgentSafety & {
    agentId: string
    name: string
    /** Numbers that it calls from beside `fromNumber`, E.164. */
    moreFromNumbers: string[]
    localFirst: boolean
    /** How many calls each of its numbers makes in a day at most; null for no limit. */
    callsPerNumberPerDay: number | null
    lines: number
    chainAdvance: 'call' | 'sequence'
    /** How many calls a sequence makes at most; null for no limit. */
    attemptsMax: number | null
    /** How many calls it begins in a minute at most; null for no limit. */
    callsPerMinute: number | null
    dialerAccountId: string
    dialer: DialerKind
    dialerUrl: string | null
    /** The provider's ids of the assistant that speaks and of the from-number; null where the dialer has none. */
    remoteAgentId: string | null
    remoteNumberId: string | null
    analysisOutcomes: AgentSettings['analysisOutcomes']
    /** The number of its newest version. A change names it. */
    version: number
    /** Since when its calls are stopped, and by whom; null while it calls. */
    pausedAt: string | null
    pausedBy: string | null
    /** Why it has paused itself; null when it has not. */
    brokenOff: BrokenOff | null
    faults: AgentFault[]
    createdAt: string
    updatedAt: string
  }

/**
 * Returns one agent with the rules by which the browser judges contacts exactly as the server does.
 *
 * @param agentId public id
 * @throws AGENT_NOT_FOUND
 */
export async function getAgent(actor: Actor, agentId: string): Promise<AgentDetail> {
  const id = parsePublicId('agent', agentId)
  const row =
    id &&
    (await db().agent.findFirst({
      where: { id, organizationId: actor.organizationId },
      include: WITH_DIALER,
    }))
  if (!row) throw agentNotFound()
  const rules = agentRulesSchema.parse(row)
  return {
    ...rules,
    agentId: toPublicId('agent', row.id),
    name: row.name,
    moreFromNumbers: row.moreFromNumbers,
    localFirst: row.localFirst,
    callsPerNumberPerDay: row.callsPerNumberPerDay,
    lines: row.lines,
    chainAdvance: chainAdvanceSchema.parse(row.chainAdvance),
    attemptsMax: row.attemptsMax,
    callsPerMinute: row.callsPerMinute,
    dialerAccountId: row.dialerAccountId,
    dialer: agentSettingsShape.dialer.parse(row.dialerAccount.kind),
    dialerUrl: row.dialerAccount.url,
    remoteAgentId: row.remoteAgentId,
    remoteNumberId: row.remoteNumberId,
    analysisOutcomes: agentSettingsShape.analysisOutcomes.parse(row.analysisOutcomes),
    subject: row.subject,
    collectsDebts: row.collectsDebts,
    caps: agentSettingsShape.caps.parse(row.caps),
    consent: agentSettingsShape.consent.parse(row.consent),
    version: row.version,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pausedBy: row.pausedBy,
    brokenOff: brokenOffSchema.nullable().parse(row.brokenOff),
    faults: findAgentFaults(rules, dialingOf(row)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
