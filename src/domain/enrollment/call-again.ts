import type { Actor } from '@/domain/actor'
import { appendAuditEntry } from '@/domain/audit/append-audit-entry'
import type { BatchSource } from '@/domain/batches/batch.schema'
import { findBatch } from '@/domain/batches/find-batch'
import type { RejectedContact } from '@/domain/contacts/validate-contacts.rules'
import { RollcallError } from '@/domain/errors'
import { parsePublicId, toPublicId } from '@/domain/ids'
import { fromJsonText } from '@/domain/json-text'
import { decodeCursor, encodeCursor } from '@/domain/page-cursor'
import { requestFault } from '@/domain/parse-request'
import { findNewestOfNumbers, findSequences } from '@/domain/sequences/find-sequences'
import type { SequenceFilter } from '@/domain/sequences/sequence-filter.schema'
import { nowMs } from '@/platform/clock'
import { db } from '@/platform/db'
import { StatementError } from '@/platform/sql'
import type { CallAgainInput, CallBatchAgainInput } from './call-again.schema'
import { findReplay, parseIdempotencyKey } from './claim-idempotency-key'
import { dryRunBatch, type EnrollBatchResult, enrollBatch } from './enroll-batch'
import { CONTACTS_PER_BATCH_MAX } from './enrollment.schema'
import type { NoneAccepted } from './enrollment-answer.schema'
import { mayBeCalledAgain } from './may-be-called-again'
import { requestHash } from './request-hash'

/** What "call again" would do, or has done, with up to a thousand contacts. */
export type CalledAgain = {
  /** The new batch; null for a preview, and when nobody could be enrolled. */
  batchId: string | null
  /** How many were chosen here. Always accepted + rejected. */
  total: number
  accepted: number
  rejected: RejectedContact[]
  /**
   * How many are not called: they are open still, have been called again already, or were enrolled more than once, and
   * then the newest is the one who is meant.
   */
  leftOut: number
  credits: { required: number; available: number } | null
  /** What to send as `after` for the next thousand; null when these were all. */
  next: string | null
}

type Options = { source: BatchSource; isPreview?: boolean }

/**
 * Enrolls contacts anew who were called before: chosen ones, or all that a filter matches, a thousand at a time, each as
 * a batch of its own through the same validation as any enrollment. A contact is called again once for each of its
 * sequences, whoever asks and however often, so that a repetition enrolls nobody twice.
 *
 * A filter means whoever was enrolled before the first thousand were asked for, by the clock of that moment, which `next`
 * takes along: those who are called again here match many a filter too, once nobody has answered them. And it means each
 * number, with its extension, once, by its newest sequence among them, however many pages it is on.
 *
 * @throws AGENT_NOT_FOUND, AGENT_MISCONFIGURED, INSUFFICIENT_CREDITS, VALIDATION_ERROR when the chosen contacts are of
 * several agents and none is named, or for an `after` of another filter; then nothing was written
 */
export async function callAgain(actor: Actor, input: CallAgainInput, options: Options): Promise<CalledAgain> {
  const { ids, found, next } = await choose(actor, input)
  const people = await readPeople(actor, ids)
  const leftOut = found - people.length
  const nobody = { batchId: null, total: 0, accepted: 0, rejected: [], leftOut, credits: null, next }
  if (people.length === 0) return nobody
  const request = requestOf(people, input)
  try {
    if (options.isPreview) {
      const ownTimezones = people.map(({ timezoneSent }) => timezoneSent)
      const told = await dryRunBatch(actor, { ...request, ownTimezones, source: options.source })
      const { total, accepted, rejected, credits } = told
      return { batchId: null, total, accepted, rejected, leftOut, credits, next }
    }
    const { batchId, answer } = await enroll(actor, request, people, options.source)
    const { total, accepted, rejected } = fromJsonText(answer)
    return { batchId, total, accepted, rejected, leftOut, credits: null, next }
  } catch (error) {
    // Those whom somebody else has taken are left out now.
    if (isTaken(error)) return callAgain(actor, input, options)
    if (!(error instanceof RollcallError) || error.code !== 'NO_VALID_CONTACTS') throw error
    // One batch of many may have nobody who is valid, and the others are enrolled all the same.
    const { total, rejected } = error.details as NoneAccepted
    return { ...nobody, total, rejected }
  }
}

/**
 * Calls those of a batch again whose last call ended so: `POST /batches/{batchId}/call-again`.
 *
 * @throws BATCH_NOT_FOUND, CONFLICT when there is nobody to call again, and whatever `enrollBatch` throws
 */
export async function callBatchAgain(
  actor: Actor,
  batchId: string,
  { resultTypes, ...input }: CallBatchAgainInput,
  { source, idempotencyKey }: { source: BatchSource; idempotencyKey?: string | undefined },
): Promise<EnrollBatchResult> {
  const batch = await findBatch(actor, batchId)
  const agentId = input.agentId ?? toPublicId('agent', batch.agentId)
  // Of a repetition there is nobody left to choose, so what was declared is what is compared.
  const declared = { again: batchId, resultTypes, ...input }
  const key = parseIdempotencyKey(idempotencyKey)
  const replay = key && (await findReplay(actor, 'bulk', key, requestHash(agentId, declared)))
  if (replay) return { ...replay, replayed: true }
  const { ids } = await choose(actor, { filter: { batchId, resultTypes } })
  const people = await readPeople(actor, ids)
  if (people.length === 0) {
    // Those may have been called again by a request with this very key, at the same time: then its answer is the answer.
    const taken = key && (await findReplay(actor, 'bulk', key, requestHash(agentId, declared)))
    if (taken) return { ...taken, replayed: true }
    const message = `Nobody of this batch is to be called again: no last call ended in ${resultTypes.join(' or ')}, or all of them have been called again already.`
    throw new RollcallError('CONFLICT', message)
  }
  try {
    const request = requestOf(people, { ...input, agentId })
    return await enroll(actor, { ...request, idempotencyKey, declared }, people, source)
  } catch (error) {
    if (!isTaken(error)) throw error
    return callBatchAgain(actor, batchId, { resultTypes, ...input }, { source, idempotencyKey })
  }
}

/** Enrolls these people, each as the one who calls the contact of before again. */
function enroll(
  actor: Actor,
  request: AgainRequest & { idempotencyKey?: string | undefined; declared?: unknown },
  people: readonly Person[],
  source: BatchSource,
): Promise<EnrollBatchResult> {
  return enrollBatch(actor, {
    ...request,
    source,
    againOf: people.map(({ id }) => id),
    ownTimezones: people.map(({ timezoneSent }) => timezoneSent),
    within: (tx, batchId, accepted) =>
      appendAuditEntry(tx, actor, {
        action: 'batch.called_again',
        object: { kind: 'batch', id: batchId },
        details: { accepted },
      }),
  })
}

/** Somebody else has just called some of them again. */
function isTaken(error: unknown): boolean {
  return error instanceof StatementError && error.code === '23505'
}

type Chosen = {
  /** UUIDs of contacts, in the order of their enrollment. */
  ids: string[]
  /** How many were looked at for it. */
  found: number
  next: string | null
}

/** When the first page was asked for, in ms since 1970, and the last id of the page before. */
const PLACE = /^(\d{1,14}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

async function choose(
  actor: Actor,
  {
    sequenceIds,
    filter = {},
    after,
  }: { sequenceIds?: string[] | undefined; filter?: SequenceFilter | undefined; after?: string | undefined },
): Promise<Chosen> {
  if (sequenceIds) {
    const ids = sequenceIds.flatMap((id) => parsePublicId('sequence', id) ?? [])
    return { ids, found: ids.length, next: null }
  }
  const scope = ['call again', actor.organizationId, JSON.stringify(filter)] as const
  const [begunMs = String(nowMs()), id] = after === undefined ? [] : decodeCursor(scope, after, PLACE)
  const { enrolledBefore } = filter
  const untilMs = Math.min(Number(begunMs), enrolledBefore === undefined ? Infinity : Date.parse(enrolledBefore))
  const meant = { ...filter, enrolledBefore: new Date(untilMs).toISOString() }
  const page = { filter: meant, order: 'oldest', after: id, limit: CONTACTS_PER_BATCH_MAX } as const
  const { ids, next } = await findSequences(actor, page)
  return {
    ids: await findNewestOfNumbers(actor, meant, ids),
    found: ids.length,
    next: next === null ? null : encodeCursor(scope, begunMs, next),
  }
}

type Person = {
  id: string
  agent: string
  batchId: string
  options: { groupByField?: string; allowDuplicates?: boolean; bypassAllowedCallWindow?: boolean }
  name: string
  phoneNumber: string
  phoneNumberExt: string | null
  timezone: string
  timezoneSent: boolean
  toEmailAddress: string | null
  externalId: string | null
  variables: Record<string, string>
}

/**
 * Reads those of these contacts who have ended and were not called again. Whoever was enrolled as a test alone is not
 * called in earnest.
 */
async function readPeople(actor: Actor, ids: readonly string[]): Promise<Person[]> {
  if (ids.length === 0) return []
  return db().rows<Person>`
    SELECT contact.id, batch.agent_id AS agent, contact.batch_id AS "batchId", batch.options, contact.name,
      contact.phone_number AS "phoneNumber", contact.phone_number_ext AS "phoneNumberExt", contact.timezone, contact.timezone_sent AS "timezoneSent",
      contact.to_email_address AS "toEmailAddress", contact.external_id AS "externalId", contact.variables
    FROM contacts contact
    JOIN sequences sequence ON sequence.id = contact.id
    JOIN batches batch ON batch.id = contact.batch_id
    WHERE contact.id = ANY(${ids}::uuid[]) AND contact.organization_id = ${actor.organizationId}
      AND ${mayBeCalledAgain()}
    ORDER BY contact.id`
}

type AgainRequest = { agentId: string; body: Record<string, unknown> }

/** Writes the request that a customer would send for these people. */
function requestOf(people: readonly Person[], input: Partial<CallAgainInput>): AgainRequest {
  const agents = new Set(people.map(({ agent }) => agent))
  const [only = ''] = agents
  if (input.agentId === undefined && agents.size > 1) {
    throw requestFault('agentId', 'These contacts were called by several agents. Choose the one to call them again.')
  }
  // As they were enrolled, where they were enrolled together: who is called one after the other stays so.
  const [first] = people
  const isOneBatch = people.every(({ batchId }) => batchId === first?.batchId)
  const { groupByField, allowDuplicates } = isOneBatch ? (first?.options ?? {}) : {}
  const contacts = people.map(
    ({ name, phoneNumber, phoneNumberExt, timezone, toEmailAddress, externalId, variables }) => ({
      ...variables,
      name,
      phoneNumber,
      ...(phoneNumberExt !== null && { phoneNumberExt }),
      timezone,
      ...(toEmailAddress !== null && { toEmailAddress }),
      ...(externalId !== null && { externalId }),
    }),
  )
  return {
    agentId: input.agentId ?? (only === '' ? '' : toPublicId('agent', only)),
    body: {
      contacts,
      groupByField,
      allowDuplicates,
      bypassAllowedCallWindow: input.bypassAllowedCallWindow,
      priority: input.priority,
      name: input.name,
      metadata: input.metadata,
    },
  }
}
