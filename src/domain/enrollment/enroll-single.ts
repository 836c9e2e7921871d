import type { Actor } from '@/domain/actor'
import type { AgentStep } from '@/domain/agents/agent.schema'
import { describeReason } from '@/domain/contact-safety/describe-reason.rules'
import { isJsonObject } from '@/domain/contacts/read-contact.rules'
import {
  type AcceptedContact,
  compareJudged,
  judgeContacts,
  type ValidatedContacts,
} from '@/domain/contacts/validate-contacts.rules'
import { RollcallError } from '@/domain/errors'
import { workDue } from '@/domain/events'
import { newId, toPublicId } from '@/domain/ids'
import { fromJsonText, type JsonText, toJsonText } from '@/domain/json-text'
import { invalidRequest, parseRequest, requestFault } from '@/domain/parse-request'
import { inferTimezone } from '@/domain/schedule/infer-timezone'
import { announceSoon } from '@/domain/sequences/announce-soon'
import { type Opening, startBatch } from '@/domain/sequences/create-sequences'
import { firstStatusOf } from '@/domain/sequences/first-status'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { tendChains } from '@/domain/sequences/tend-chains'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { countBatch } from '@/platform/metrics'
import { publishEventsSoon } from '@/platform/outbox'
import { assertAgentConfigured } from './assert-agent-configured'
import { type Booking, bookBatch } from './book-batch'
import {
  assertNoIdempotencyKey,
  claimIdempotencyKey,
  findReplay,
  parseIdempotencyKey,
  type Replay,
} from './claim-idempotency-key'
import { enrollSingleOptionsSchema, partSingleRequest } from './enroll-single.schema'
import type { ScheduledContact, SingleDryRun, TriedSequence } from './enrollment-answer.schema'
import { estimateDryRun } from './estimate-dry-run'
import { findByNumberRules, numbersOf } from './find-by-number-rules'
import { findOpenings } from './find-openings'
import { insertBatch, insertStarted } from './insert-batch'
import { judgeSafety } from './judge-safety'
import { givenConsents, keepConsents } from './keep-consents'
import { keepDecisions, keepRefusals } from './keep-decisions'
import { type AgentForEnrollment, loadAgentForEnrollment, type TestMode } from './load-agent-for-enrollment'
import { requestHash } from './request-hash'
import { summarizeDryRun } from './summarize-dry-run.rules'
import { tellOfBatch } from './tell-of-batch'

export type EnrollSingleRequest = {
  /** Public id: `agent.…`. */
  agentId: string
  /** The parsed JSON: the contact's fields and variables, and the options of `enrollSingleOptionsSchema`, on one level. */
  body: unknown
  idempotencyKey?: string | undefined
  source: 'api' | 'trpc' | 'console'
  /** One call at once, to try the agent out. */
  test?: TestMode | undefined
}

/** `answer` is the 201, byte for byte what a replay of its key will get. */
export type EnrollSingleResult = {
  sequenceId: string
  answer: JsonText<ScheduledContact>
  replayed: boolean
  payloadMismatch: boolean
}

const SCHEDULED_BY = { api: 'API', trpc: 'API', console: 'Console' } as const

/**
 * Enrolls one contact as a batch of one. Its sequence exists when this returns. With `groupByField` the contact joins
 * the newest open chain of the same organization, agent, variable and value, or opens one. It is scheduled when nobody
 * in that chain has the turn; otherwise it waits.
 *
 * @throws VALIDATION_ERROR (also for a faulty contact, whose faults are the `details`), AGENT_NOT_FOUND,
 * AGENT_MISCONFIGURED, INSUFFICIENT_CREDITS; then nothing was written but, of somebody who may never be called, in their
 * trail
 */
export async function enrollSingle(actor: Actor, request: EnrollSingleRequest): Promise<EnrollSingleResult> {
  const key = parseIdempotencyKey(request.idempotencyKey)
  const hash = key === undefined ? null : requestHash(request.agentId, request.body)
  if (key !== undefined && hash) {
    const replay = await findReplay(actor, 'single', key, hash)
    if (replay) return asResult(replay)
  }
  const judged = await judge(actor, request, { isDryRun: false })
  const { agent, validated } = judged
  const batchId = newId()
  const event = workDue.of({ agentId: agent.id })
  const told = tellOfBatch(actor, agent, batchId)
  const booking = { batchId, agentId: agent.id, required: agent.rules.creditsPerContact, events: [event, ...told] }
  const scheduledBy = SCHEDULED_BY[request.source]
  const toResult = (made: MadeSequence): EnrollSingleResult => {
    const { sequenceId } = made
    const sequence = { sequenceId, batchId, ...describeSequence(made, judged, scheduledBy) }
    const answer = toJsonText<ScheduledContact>({ sequence, warnings: validated.warnings })
    return { sequenceId, answer, replayed: false, payloadMismatch: false }
  }

  const plain = key === undefined ? await makePlainSequence(actor, request, judged, booking) : null
  const enrolled = plain
    ? toResult(plain)
    : await transaction(async (tx) => {
        const made = await makeSequence(tx, actor, request, judged, batchId)
        const result = toResult(made)
        if (key !== undefined && hash) {
          const { answer } = result
          const claimed = await claimIdempotencyKey(tx, actor, { operation: 'single', key, hash, batchId, answer })
          if (!claimed) throw new KeyTaken()
        }
        await bookBatch(tx, actor, { ...booking, startsWith: made.startsWith })
        return result
      }).catch((error: unknown) => {
        if (error instanceof KeyTaken) return null
        throw error
      })
  if (enrolled) {
    countBatch(request.source, 1, [])
    publishEventsSoon(told)
    announceSoon(event)
    return enrolled
  }
  const replay = key !== undefined && hash ? await findReplay(actor, 'single', key, hash) : null
  if (!replay) throw new Error('An idempotency key was taken and has no answer.')
  return asResult(replay)
}

/** Thrown to roll everything back, because another request with the same key committed first. */
class KeyTaken extends Error {}

/**
 * Makes the checks of `enrollSingle` and writes nothing. It really writes the contact and rolls it back, so that the
 * answer has its place in its chain. `firstCallAt` is null for a contact that would wait. When credits are
 * missing, the answer shows it, and nothing is thrown.
 *
 * @throws VALIDATION_ERROR (also for an idempotency key), AGENT_NOT_FOUND, AGENT_MISCONFIGURED
 */
export async function dryRunSingle(actor: Actor, request: EnrollSingleRequest): Promise<SingleDryRun> {
  assertNoIdempotencyKey(request.idempotencyKey)
  const judged = await judge(actor, request, { isDryRun: true })
  const sequence = await transaction(async (tx): Promise<TriedSequence> => {
    const made = await makeSequence(tx, actor, request, judged, newId())
    throw new DryRunDone(describeSequence(made, judged, SCHEDULED_BY[request.source]))
  }).catch((error: unknown) => {
    if (error instanceof DryRunDone) return error.sequence
    throw error
  })
  const { availableCredits, rules } = judged.agent
  const credits = { required: rules.creditsPerContact, available: availableCredits }
  const summary = summarizeDryRun(1, judged.validated, credits)
  const firstCallAt = sequence.lifecycleStatus === 'waiting' ? null : summary.firstCallAt
  const { agent, sent, validated, options } = judged
  const estimate = await estimateDryRun(actor, agent, [sent], validated.accepted, options)
  return { dryRun: true, ...summary, firstCallAt, estimate, sequence }
}

/** Thrown to roll a dry run's transaction back and to carry its answer out. */
class DryRunDone extends Error {
  readonly sequence: TriedSequence

  constructor(sequence: TriedSequence) {
    super()
    this.sequence = sequence
  }
}

/** Returns what a test call does of the steps: the first call, at once. */
function onlyTheCall(steps: readonly AgentStep[]): AgentStep[] {
  return steps
    .filter(({ stepType }) => stepType === 'CALL')
    .slice(0, 1)
    .map(({ stepType }) => ({ stepType, delaySeconds: 0 }))
}

type JudgedRequest = Awaited<ReturnType<typeof judge>>

async function judge(actor: Actor, request: EnrollSingleRequest, { isDryRun }: { isDryRun: boolean }) {
  const { body } = request
  if (!isJsonObject(body)) {
    throw requestFault('', 'Send the contact as a JSON object.')
  }
  const loaded = await loadAgentForEnrollment(actor, request.agentId, request.test)
  const { organization } = loaded
  const rules = request.test ? { ...loaded.rules, steps: onlyTheCall(loaded.rules.steps) } : loaded.rules
  const agent = { ...loaded, rules }
  const { options: given, contact } = partSingleRequest(body, rules.variables)
  const asked = parseRequest(enrollSingleOptionsSchema, given)
  assertAgentConfigured(agent)
  const now = nowMs()
  const timezone = (await inferTimezone(contact.phoneNumber, organization.country, now)) ?? undefined
  const options = { ...asked, timezone }
  const judged = judgeContacts([contact], { nowMs: now, agent: rules, organization, options })
  const isTry = request.test !== undefined && agent.test === 'simulated'
  const consents = givenConsents(judged)
  const [safety, byRules] = await Promise.all([
    judgeSafety(agent, [contact], judged, options, { isTry, given: consents }),
    findByNumberRules(actor, agent, numbersOf(judged.judged), options),
  ])
  const validated = compareJudged([contact], judged, { ...safety, ...byRules })
  const [accepted] = validated.accepted
  const [rejected] = validated.rejected
  if (rejected) {
    if (!isDryRun) {
      countBatch(request.source, 0, [rejected.code])
      await keepRefusals(agent, safety)
    }
    const faults = rejected.errors.map(({ code, field, message }) => ({
      path: field ?? '',
      message,
      code,
      ...(field === null ? {} : { field }),
    }))
    throw invalidRequest(rejected.error, faults)
  }
  if (!accepted) throw new Error('A contact was neither accepted nor rejected.')
  if (request.test && safety.laterReasons.length > 0) {
    const message = `A test call is made at once, and this person may not be called now. ${safety.laterReasons.map(describeReason).join(' ')}`
    throw new RollcallError('CONFLICT', message)
  }
  return {
    agent,
    options,
    validated: validated satisfies ValidatedContacts,
    sent: contact,
    contact: accepted,
    safety,
    consents,
  }
}

type MadeSequence = {
  sequenceId: string
  lifecycleStatus: LifecycleStatus
  chain: { value: string; position: number } | null
  /** What the batch is still to be started with; undefined when it is started. */
  startsWith: readonly Opening[] | undefined
}

/**
 * Makes the sequence of a contact of whom nothing is kept but the rows of every batch, as most are, with its events and its
 * credits, in one statement.
 *
 * @returns null for any other contact, and when nothing was written: then the transaction is the one to say why
 */
async function makePlainSequence(
  actor: Actor,
  { source, body }: EnrollSingleRequest,
  { agent, options, validated, contact, safety, consents }: JudgedRequest,
  { batchId, required, events }: Booking,
): Promise<MadeSequence | null> {
  const keepsMore = safety.decisions.size > 0 || consents.size > 0 || options.bypassAllowedCallWindow
  if (contact.chain !== null || keepsMore) return null
  const rows = { batchId, agent, options, source, total: 1, validated, body: { contacts: [body] } }
  const openings = findOpenings(agent, options, [contact.timezone])
  const [id] = (await insertStarted(actor, { ...rows, openings, required, events })) ?? []
  if (id === undefined) return null
  const lifecycleStatus = firstStatusOf({ chainPosition: null })
  return { sequenceId: toPublicId('sequence', id), lifecycleStatus, chain: null, startsWith: undefined }
}

/** Inserts the batch of one and its contact, in the chain that it joins or opens, and the sequence that joins a chain. */
async function makeSequence(
  tx: Tx,
  actor: Actor,
  request: EnrollSingleRequest,
  { agent, options, validated, contact, safety, consents }: JudgedRequest,
  batchId: string,
): Promise<MadeSequence> {
  const { source, body } = request
  const value = contact.chain?.value
  const joined = value === undefined ? null : await findOpenChain(tx, actor, agent, options.groupByField ?? '', value)
  const joins = joined ?? undefined
  const rows = { batchId, agent, options, source, total: 1, validated, body: { contacts: [body] }, joins }
  const [id] = await insertBatch(tx, actor, rows)
  if (id === undefined) throw new Error('A valid contact was not inserted.')
  await keepDecisions(tx, { agent, batchId, ids: [id], validated, ...safety })
  if (agent.test === null) await keepConsents(tx, actor, { batchId, validated, given: consents })
  const openings = findOpenings(agent, options, [contact.timezone])
  const chain = value === undefined ? null : { value, position: joins?.position ?? 0 }
  const made = { sequenceId: toPublicId('sequence', id), chain }
  if (!joins) {
    const lifecycleStatus = firstStatusOf({ chainPosition: chain?.position ?? null })
    return { ...made, lifecycleStatus, startsWith: openings }
  }
  await startBatch(tx, batchId, openings)
  // Whoever had the turn may have given it up and wait for a later step: then it is this contact's.
  await tendChains(tx, [joins.chainId], nowMs())
  const [sequence] = await tx.rows<{ status: LifecycleStatus }>`
    SELECT status FROM sequences WHERE batch_id = ${batchId}::uuid`
  if (!sequence) throw new Error('The sequence of a valid contact was not made.')
  return { ...made, lifecycleStatus: sequence.status, startsWith: undefined }
}

type JoinedChain = { chainId: string; position: number }

/**
 * Finds and locks the chain to join; null when there is none. A test joins no chain in earnest, which its success would
 * close. The advisory lock keeps two contacts with the same value
 * from opening a chain each at the same moment. The contact's place is after everybody in the chain, with or without a
 * sequence.
 */
async function findOpenChain(
  tx: Tx,
  actor: Actor,
  agent: AgentForEnrollment,
  variable: string,
  value: string,
): Promise<JoinedChain | null> {
  const scope = JSON.stringify([actor.organizationId, agent.id, variable, value])
  await tx.execute`SELECT FROM pg_advisory_xact_lock(hashtextextended(${scope}, 0))`
  const chain = await lockNewestOpen()
  if (!chain) return null
  const [last] = await tx.rows<{ position: number | null }>`
    SELECT max(position)::int AS position FROM (
      SELECT chain_position AS position FROM sequences WHERE chain_id = ${chain.id}::uuid
      UNION ALL
      SELECT contact.chain_position FROM chains chain
      JOIN contacts contact ON contact.batch_id = chain.batch_id AND contact.chain_id = chain.id
      WHERE chain.id = ${chain.id}::uuid) member`
  return { chainId: chain.id, position: (last?.position ?? -1) + 1 }

  /** Locks the newest open chain. It may close while we wait for its lock; then we look for the newest again. */
  async function lockNewestOpen(): Promise<{ id: string } | null> {
    for (;;) {
      const [newest] = await tx.rows<{ id: string }>`
        SELECT id FROM chains
        WHERE organization_id = ${actor.organizationId} AND agent_id = ${agent.id}::uuid AND variable = ${variable}
          AND value = ${value} AND closed_at IS NULL
          AND coalesce((SELECT test FROM batches WHERE batches.id = chains.batch_id), false) = ${agent.test !== null}
        ORDER BY opened_at DESC, id DESC LIMIT 1`
      if (!newest) return null
      const [locked] = await tx.rows<{ id: string }>`
        SELECT id FROM chains WHERE id = ${newest.id}::uuid AND closed_at IS NULL FOR NO KEY UPDATE`
      if (locked) return locked
    }
  }
}

/**
 * Describes the sequence for the answer. A waiting contact has no time yet, because that depends on who is before it.
 */
function describeSequence(
  { lifecycleStatus, chain }: Pick<MadeSequence, 'lifecycleStatus' | 'chain'>,
  { contact, agent }: { contact: AcceptedContact; agent: AgentForEnrollment },
  scheduledBy: string,
): TriedSequence {
  return {
    name: contact.name,
    phoneNumber: contact.phoneNumber,
    scheduledAt: lifecycleStatus === 'waiting' ? null : new Date(contact.scheduledAtMs).toISOString(),
    lifecycleStatus,
    chain,
    toEmailAddress: contact.toEmailAddress,
    ...(contact.externalId !== null && { externalId: contact.externalId }),
    customInputVariables: contact.variables,
    timezone: contact.timezone,
    scheduledBy,
    steps: agent.rules.steps.map(({ stepType, delaySeconds }) => ({ stepType, delaySeconds })),
  }
}

function asResult(replay: Replay<'single'>): EnrollSingleResult {
  const { sequence }: Partial<ScheduledContact> = fromJsonText(replay.answer)
  if (!sequence) {
    throw new RollcallError('CONFLICT', 'This key was used for a person who was erased since. Use another key.')
  }
  const { answer, payloadMismatch } = replay
  return { sequenceId: sequence.sequenceId, answer, replayed: true, payloadMismatch }
}
