import type { Actor } from '@/domain/actor'
import type { BatchSource } from '@/domain/batches/batch.schema'
import { compareJudged, type JudgedContacts, judgeContacts } from '@/domain/contacts/validate-contacts.rules'
import { insufficientCredits } from '@/domain/credits/reserve-credits'
import { RollcallError } from '@/domain/errors'
import { batchAccepted, workDue } from '@/domain/events'
import { newId } from '@/domain/ids'
import { type JsonText, toJsonText } from '@/domain/json-text'
import { parseRequest } from '@/domain/parse-request'
import { startBatch } from '@/domain/sequences/create-sequences'
import { nowMs } from '@/platform/clock'
import { type Tx, transaction } from '@/platform/db'
import { countBatch } from '@/platform/metrics'
import { publishEventsSoon } from '@/platform/outbox'
import { assertAgentConfigured } from './assert-agent-configured'
import { bookBatch } from './book-batch'
import {
  assertNoIdempotencyKey,
  claimIdempotencyKey,
  findReplay,
  parseIdempotencyKey,
  type Replay,
} from './claim-idempotency-key'
import { enrollBatchSchema } from './enrollment.schema'
import type { AcceptedBatch, DryRun, NoneAccepted } from './enrollment-answer.schema'
import { estimateDryRun } from './estimate-dry-run'
import { findByNumberRules, numbersOf } from './find-by-number-rules'
import { findOpenings } from './find-openings'
import { insertBatch } from './insert-batch'
import { judgeSafety } from './judge-safety'
import { givenConsents, keepConsents } from './keep-consents'
import { keepDecisions, keepRefusals } from './keep-decisions'
import { loadAgentForEnrollment } from './load-agent-for-enrollment'
import { requestHash } from './request-hash'
import { summarizeDryRun } from './summarize-dry-run.rules'
import { tellOfBatch } from './tell-of-batch'

export type EnrollBatchRequest = {
  /** Public id: `agent.…`. */
  agentId: string
  /** The parsed JSON, not yet checked: a replay is answered before the body's shape is looked at. */
  body: unknown
  idempotencyKey?: string | undefined
  source: BatchSource
  /**
   * The import that the batch is of: all of its batches share the agent's lines as one. The sequences of such a batch are
   * created with it, where those of a request are left to the background, since somebody waits for its answer.
   */
  importId?: string | undefined
  /** The contacts whom those of the body call again, at the same places. */
  againOf?: readonly string[] | undefined
  /**
   * Of contacts that call others again: whether the time zone was their own, since one is sent of each. It is not part of
   * the request's hash.
   */
  ownTimezones?: readonly boolean[] | undefined
  /** What the hash of the request is made of, when its body was made of something else. */
  declared?: unknown
  /** What else belongs to the transaction in which the batch is written. */
  within?: ((tx: Tx, batchId: string, accepted: number) => Promise<void>) | undefined
  /** What the batch is called when its body says nothing. It is not part of the request's hash. */
  name?: string | undefined
  /**
   * For a batch of a file: returns which of these phone keys (E.164;extension) earlier batches of the file have
   * enrolled. Contacts with one of them are rejected. It is not part of the request's hash.
   */
  findEnrolled?: ((phoneKeys: readonly string[]) => Promise<ReadonlySet<string>>) | undefined
}

/** `answer` is the 202, byte for byte what a replay of its key will get. */
export type EnrollBatchResult = {
  batchId: string
  answer: JsonText<AcceptedBatch>
  replayed: boolean
  payloadMismatch: boolean
}

/**
 * Enrolls up to 1,000 contacts. It validates the contacts and then accepts the valid ones in one transaction, which
 * writes the batch, its contacts and rejections, the credit reservation, the idempotency key and the outbox event. Once
 * it returns, nothing can lose the batch.
 *
 * It checks in the order of the contract: key, replay, shape, agent, its configuration, contacts, credits.
 *
 * @throws VALIDATION_ERROR, AGENT_NOT_FOUND, AGENT_MISCONFIGURED (details: the faults), NO_VALID_CONTACTS (details:
 * `NoneAccepted`), INSUFFICIENT_CREDITS (details: `{ required, available }`); then nothing was written but, where nobody was
 * accepted, in the trails of those who may never be called
 */
export async function enrollBatch(actor: Actor, request: EnrollBatchRequest): Promise<EnrollBatchResult> {
  const key = parseIdempotencyKey(request.idempotencyKey)
  const hash = key === undefined ? null : requestHash(request.agentId, request.declared ?? request.body)
  if (key !== undefined && hash) {
    const replay = await findReplay(actor, 'bulk', key, hash)
    if (replay) return asResult(replay)
  }

  const judged = await judgeRequest(actor, request, { isDryRun: false })
  const { agent, told, options, total, validated, required } = judged
  const { accepted, rejected, warnings } = validated
  // The reservation below is what counts; this read only saves the work of a request that cannot succeed.
  if (required > agent.availableCredits) {
    // What took the credits may be a request with this very key, at the same time: then its answer is the answer.
    const replay = key !== undefined && hash ? await findReplay(actor, 'bulk', key, hash) : null
    if (replay) return asResult(replay)
    throw insufficientCredits(required, agent.availableCredits)
  }

  const batchId = newId()
  const answer = toJsonText<AcceptedBatch>({ batchId, total, accepted: accepted.length, rejected, warnings })
  const { importId } = request
  const first = importId === undefined ? batchAccepted.of({ batchId }) : workDue.of({ agentId: agent.id })
  const events = [first, ...tellOfBatch(actor, agent, batchId)]

  const enrolled = await transaction(async (tx) => {
    if (key !== undefined && hash) {
      const claimed = await claimIdempotencyKey(tx, actor, { operation: 'bulk', key, hash, batchId, answer })
      if (!claimed) return false
    }
    const ids = await insertBatch(tx, actor, {
      batchId,
      agent,
      name: told.name ?? request.name,
      metadata: told.metadata,
      options,
      source: request.source,
      total,
      validated,
      body: request.body,
      importId,
      againOf: request.againOf,
      ownTimezones: request.ownTimezones,
    })
    if (importId !== undefined) {
      const timezones = accepted.map(({ timezone }) => timezone)
      await startBatch(tx, batchId, findOpenings(agent, options, timezones))
    }
    await keepDecisions(tx, { agent, batchId, ids, validated, ...judged.safety })
    if (agent.test === null) await keepConsents(tx, actor, { batchId, validated, given: judged.given })
    await request.within?.(tx, batchId, accepted.length)
    await bookBatch(tx, actor, { batchId, agentId: agent.id, required, events })
    return true
  })

  if (enrolled) {
    countBatch(request.source, accepted.length, codesOf(rejected))
    publishEventsSoon(events)
    return { batchId, answer, replayed: false, payloadMismatch: false }
  }
  // Another request with this key committed while this one was at work: its answer is the answer.
  const replay = key !== undefined && hash ? await findReplay(actor, 'bulk', key, hash) : null
  if (!replay) throw new Error('An idempotency key was taken and has no answer.')
  return asResult(replay)
}

/**
 * Makes the checks of `enrollBatch` and writes nothing. When credits are missing, the answer shows it, and nothing is
 * thrown.
 *
 * @throws VALIDATION_ERROR (also for an idempotency key, since there is nothing to replay), AGENT_NOT_FOUND,
 * AGENT_MISCONFIGURED, NO_VALID_CONTACTS
 */
export async function dryRunBatch(actor: Actor, request: EnrollBatchRequest): Promise<DryRun> {
  assertNoIdempotencyKey(request.idempotencyKey)
  const judged = await judgeRequest(actor, request, { isDryRun: true })
  const { agent, contacts, options, total, validated, required } = judged
  const credits = { required, available: agent.availableCredits }
  const estimate = await estimateDryRun(actor, agent, contacts, validated.accepted, options)
  return { dryRun: true, ...summarizeDryRun(total, validated, credits), estimate }
}

/**
 * Makes all checks that come before the credits: shape, agent, configuration, contacts. It only reads; of a request that
 * ends here it counts the rejected contacts and keeps the refusals, unless it is a dry run.
 */
async function judgeRequest(actor: Actor, request: EnrollBatchRequest, { isDryRun }: { isDryRun: boolean }) {
  const { contacts, name, metadata, ...options } = parseRequest(enrollBatchSchema, request.body)
  const agent = await loadAgentForEnrollment(actor, request.agentId)
  assertAgentConfigured(agent)
  const { organization } = agent
  const judged = judgeContacts(contacts, { nowMs: nowMs(), agent: agent.rules, organization, options })
  const given = givenConsents(judged)
  const [safety, byRules, enrolledBefore] = await Promise.all([
    judgeSafety(agent, contacts, judged, options, { given, ownTimezones: request.ownTimezones }),
    findByNumberRules(actor, agent, numbersOf(judged.judged), options),
    findEnrolledBefore(request, judged),
  ])
  const validated = compareJudged(contacts, judged, { enrolledBefore, ...safety, ...byRules })
  const total = contacts.length
  if (validated.accepted.length === 0) {
    if (!isDryRun) {
      countBatch(request.source, 0, codesOf(validated.rejected))
      await keepRefusals(agent, safety)
    }
    const message =
      total === 1
        ? 'The contact is not valid. See rejected for the reasons.'
        : `None of the ${total} contacts is valid. See rejected for the reason of each.`
    const details: NoneAccepted = { total, accepted: 0, rejected: validated.rejected }
    throw new RollcallError('NO_VALID_CONTACTS', message, details)
  }
  const required = validated.accepted.length * agent.rules.creditsPerContact
  return { agent, told: { name, metadata }, contacts, options, total, validated, safety, given, required }
}

function codesOf(rejected: readonly { code: string }[]): string[] {
  return rejected.map(({ code }) => code)
}

function findEnrolledBefore(
  { findEnrolled }: EnrollBatchRequest,
  { prepared, judged }: JudgedContacts,
): Promise<ReadonlySet<string>> | undefined {
  if (!findEnrolled || prepared.allowDuplicates) return undefined
  return findEnrolled(judged.flatMap(({ phoneKey }) => phoneKey ?? []))
}

function asResult(replay: Replay<'bulk'>): EnrollBatchResult {
  return { batchId: replay.batchId, answer: replay.answer, replayed: true, payloadMismatch: replay.payloadMismatch }
}
