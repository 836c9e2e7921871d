import type { Actor } from '@/domain/actor'
import { assertAgentConfigured } from '@/domain/agents/assert-agent-configured'
import { type AgentForEnrollment, loadAgentForEnrollment } from '@/domain/agents/load-agent-for-enrollment'
import { reserveCredits } from '@/domain/credits/reserve-credits'
import { RollcallError } from '@/domain/errors'
import { newId, toPublicId } from '@/domain/ids'
import { parseRequest } from '@/domain/parse-request'
import { startBatch } from '@/domain/sequences/create-sequences'
import { WORK_DUE } from '@/domain/sequences/sequences.events'
import { tendChains } from '@/domain/sequences/tend-chains'
import { nowMs } from '@/platform/clock'
import { type SqlTx, sqlTransaction } from '@/platform/db'
import { publishEventsSoon, recordEvent } from '@/platform/outbox'
import { claimIdempotencyKey, findReplay, parseIdempotencyKey, type Replay } from './claim-idempotency-key'
import { enrollSingleOptionsSchema, SINGLE_OPTION_NAMES } from './enroll-single.schema'
import { inferTimezone } from './infer-timezone'
import { insertBatch } from './insert-batch'
import { isJsonObject } from './read-contact.rules'
import { requestHash } from './request-hash'
import { type AcceptedContact, type ValidatedContacts, validateContacts } from './validate-contacts.rules'

export type EnrollSingleRequest = {
  /** Public id: `agent.…`. */
  agentId: string
  /** The parsed JSON: the contact's fields and variables, `groupByField` and `bypassAllowedCallWindow` on one level. */
  body: unknown
  idempotencyKey?: string | undefined
  source: 'api' | 'trpc' | 'console'
}

/** `answer` is the JSON text of the 201, byte for byte what a replay of its key will get. */
export type EnrollSingleResult = { sequenceId: string; answer: string; replayed: boolean; payloadMismatch: boolean }

const SCHEDULED_BY = { api: 'API', trpc: 'API', console: 'Console' } as const

/**
 * Enrolls one contact, as a batch of one. Its sequence exists when this returns. With `groupByField` it joins the newest
 * open chain of its organization, agent, variable and value, or opens one; it is scheduled when nobody of that chain has
 * the turn, else it waits.
 *
 * @throws VALIDATION_ERROR (an invalid contact too: `details` are its faults), AGENT_NOT_FOUND, AGENT_MISCONFIGURED,
 * INSUFFICIENT_CREDITS; then nothing was written
 */
export async function enrollSingle(actor: Actor, request: EnrollSingleRequest): Promise<EnrollSingleResult> {
  const key = parseIdempotencyKey(request.idempotencyKey)
  const hash = key === undefined ? null : requestHash(request.agentId, request.body)
  if (key !== undefined && hash) {
    const replay = await findReplay(actor, 'single', key, hash)
    if (replay) return asResult(replay)
  }
  const { agent, options, validated, contact } = await judge(actor, request)
  const batchId = newId()
  const event = { id: newId(), name: WORK_DUE, data: { agentId: agent.id } }

  const enrolled = await sqlTransaction(async (tx) => {
    const chain = contact.group && (await findOpenChain(tx, actor, agent, options.groupByField, contact.group.value))
    const { source, body } = request
    const joins = chain ?? undefined
    const rows = { batchId, agent, options, source, total: 1, validated, body: { contacts: [body] }, joins }
    const [id] = await insertBatch(tx, actor, rows)
    if (id === undefined) throw new Error('A valid contact was not inserted.')
    const sequenceId = toPublicId('sequence', id)
    const answer = JSON.stringify({ sequence: toAnswer(sequenceId, contact, agent, SCHEDULED_BY[source]) })
    if (key !== undefined && hash) {
      const claimed = await claimIdempotencyKey(tx, actor, { operation: 'single', key, hash, batchId, answer })
      if (!claimed) throw new KeyTaken()
    }
    await startBatch(tx, batchId)
    // Whoever had the turn may have given it up and wait for a later step: then it is this contact's.
    if (joins) await tendChains(tx, [joins.chainId], nowMs())
    await recordEvent(tx, event)
    await reserveCredits(tx, actor, { batchId, agentId: agent.id, required: agent.rules.creditsPerContact })
    return { sequenceId, answer, replayed: false, payloadMismatch: false }
  }).catch((error: unknown) => {
    if (error instanceof KeyTaken) return null
    throw error
  })
  if (enrolled) {
    publishEventsSoon([event])
    return enrolled
  }
  const replay = key !== undefined && hash ? await findReplay(actor, 'single', key, hash) : null
  if (!replay) throw new Error('An idempotency key was taken and has no answer.')
  return asResult(replay)
}

/** Another request with this key committed first: what this one has written is rolled back. */
class KeyTaken extends Error {}

async function judge(actor: Actor, request: EnrollSingleRequest) {
  const { body } = request
  if (!isJsonObject(body)) {
    throw new RollcallError('VALIDATION_ERROR', 'Send the contact as a JSON object.', [
      { path: '', message: 'Send the contact as a JSON object.' },
    ])
  }
  const { groupByField, bypassAllowedCallWindow } = parseRequest(enrollSingleOptionsSchema, body)
  const contact = Object.fromEntries(Object.entries(body).filter(([name]) => !SINGLE_OPTION_NAMES.has(name)))
  const agent = await loadAgentForEnrollment(actor, request.agentId)
  assertAgentConfigured(agent)
  const { organization, rules } = agent
  const timezone = (await inferTimezone(contact.phoneNumber, organization.country)) ?? undefined
  const options = { groupByField, bypassAllowedCallWindow, timezone }
  const validated = validateContacts([contact], { nowMs: nowMs(), agent: rules, organization, options })
  const [accepted] = validated.accepted
  const [rejected] = validated.rejected
  if (rejected) throw new RollcallError('VALIDATION_ERROR', rejected.error, rejected.errors)
  if (!accepted) throw new Error('A contact was neither accepted nor rejected.')
  return { agent, options, validated: validated satisfies ValidatedContacts, contact: accepted }
}

type JoinedChain = { chainId: string; position: number }

/**
 * Finds and locks the chain to join. The advisory lock keeps two contacts of one value that come at the same moment from
 * opening a chain each. The place is after everybody who is in the chain, with or without a sequence.
 */
async function findOpenChain(
  tx: SqlTx,
  actor: Actor,
  agent: AgentForEnrollment,
  variable: string | undefined,
  value: string,
): Promise<JoinedChain | null> {
  const scope = JSON.stringify([actor.organizationId, agent.id, variable, value])
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${scope}, 0))`
  const chain = await lockNewestOpen()
  if (!chain) return null
  const [last] = await tx.$queryRaw<{ position: number }[]>`
    SELECT max(position)::int AS position FROM (
      SELECT chain_position AS position FROM sequences WHERE chain_id = ${chain.id}::uuid
      UNION ALL
      SELECT contact.chain_position FROM chains chain
      JOIN contacts contact ON contact.batch_id = chain.batch_id AND contact.chain_id = chain.id
      WHERE chain.id = ${chain.id}::uuid) member`
  return { chainId: chain.id, position: (last?.position ?? -1) + 1 }

  /** The newest may close while its lock is waited for; then the next one is the newest. */
  async function lockNewestOpen(): Promise<{ id: string } | null> {
    for (;;) {
      const [newest] = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM chains
        WHERE organization_id = ${actor.organizationId} AND agent_id = ${agent.id}::uuid AND variable = ${variable}
          AND value = ${value} AND closed_at IS NULL
        ORDER BY opened_at DESC, id DESC LIMIT 1`
      if (!newest) return null
      const [locked] = await tx.$queryRaw<{ id: string }[]>`
        SELECT id FROM chains WHERE id = ${newest.id}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
      if (locked) return locked
    }
  }
}

function toAnswer(sequenceId: string, contact: AcceptedContact, agent: AgentForEnrollment, scheduledBy: string) {
  return {
    sequenceId,
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    scheduledAt: new Date(contact.scheduledAtMs).toISOString(),
    toEmailAddress: contact.toEmailAddress,
    customInputVariables: contact.customInputVariables,
    timezone: contact.timezone,
    scheduledBy,
    steps: agent.rules.steps.map(({ stepType, delaySeconds }) => ({ stepType, delaySeconds })),
  }
}

function asResult(replay: Replay): EnrollSingleResult {
  const { sequence } = JSON.parse(replay.answer) as { sequence: { sequenceId: string } }
  const { answer, payloadMismatch } = replay
  return { sequenceId: sequence.sequenceId, answer, replayed: true, payloadMismatch }
}
