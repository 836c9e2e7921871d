import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import { newId, toPublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import type { Tx } from '@/platform/db'
import { insertAgentVersion } from './agent-row'
import { agentSettingsSchema } from './agent-settings.schema'
import { assertKnownNumbers } from './assert-known-numbers'
import { assertUsableSettings } from './assert-usable-settings'
import { chooseAccount } from './choose-account'
import { type CreateAgentInput, createAgentSchema } from './create-agent.schema'

/** @param details what the audit log adds, such as where it was copied from */
export async function insertAgent(
  tx: Tx,
  actor: Actor,
  input: CreateAgentInput,
  details: Record<string, unknown> = {},
): Promise<{ agentId: string; name: string }> {
  const { status, ...given } = parseRequest(createAgentSchema, input)
  const wanted = agentSettingsSchema.parse(given)
  assertUsableSettings(wanted)
  const settings = { ...wanted, ...(await chooseAccount(tx, actor, wanted, null)) }
  await assertKnownNumbers(tx, actor, settings)
  const id = newId()
  const agentId = toPublicId('agent', id)
  await tx.execute`
    INSERT INTO agents (id, organization_id, name, status, from_number, more_from_numbers, local_first,
      calls_per_number_per_day, timezones, call_windows, variables, steps,
      outcomes, credits_per_contact, lines, chain_advance, attempts_max, calls_per_minute, dialer_account_id,
      remote_agent_id, remote_number_id, analysis_outcomes, subject, collects_debts, caps, consent)
    VALUES (${id}::uuid, ${actor.organizationId}, ${settings.name}, ${status}, ${settings.fromNumber},
      ${settings.moreFromNumbers}, ${settings.localFirst}, ${settings.callsPerNumberPerDay},
      ${settings.timezones}, ${JSON.stringify(settings.callWindows)}::jsonb,
      ${JSON.stringify(settings.variables)}::jsonb, ${JSON.stringify(settings.steps)}::jsonb,
      ${JSON.stringify(settings.outcomes)}::jsonb, ${settings.creditsPerContact}, ${settings.lines},
      ${settings.chainAdvance}, ${settings.attemptsMax}, ${settings.callsPerMinute}, ${settings.dialerAccountId}::uuid,
      ${settings.remoteAgentId}, ${settings.remoteNumberId}, ${JSON.stringify(settings.analysisOutcomes)}::jsonb,
      ${settings.subject}, ${settings.collectsDebts}, jsonb_strip_nulls(${JSON.stringify(settings.caps)}::jsonb),
      ${settings.consent === null ? null : JSON.stringify(settings.consent)}::jsonb)`
  await insertAgentVersion(tx, actor, { id, number: 1, settings, changed: [] })
  const object = { kind: 'agent', id: agentId, name: settings.name } as const
  await appendAuditEntry(tx, actor, { action: 'agent.created', object, details })
  return { agentId, name: settings.name }
}
