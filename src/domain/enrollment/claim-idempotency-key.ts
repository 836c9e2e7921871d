import type { Actor } from '@/domain/actor'
import type { JsonText } from '@/domain/json-text'
import { requestFault } from '@/domain/parse-request'
import { db, type Tx } from '@/platform/db'
import { idempotencyKeySchema } from './enrollment.schema'
import type { AcceptedBatch, ScheduledContact } from './enrollment-answer.schema'

/** The answer of each operation. A key belongs to one organization and one operation. */
type AnswerOf = { bulk: AcceptedBatch; single: ScheduledContact }

export type IdempotentOperation = keyof AnswerOf

export type Replay<Operation extends IdempotentOperation> = {
  batchId: string
  /** The stored answer, byte for byte. */
  answer: JsonText<AnswerOf[Operation]>
  /** True when this request's body or agent differs from the first request's. */
  payloadMismatch: boolean
}

/**
 * Parses the idempotency key of a request. Returns undefined when there is none.
 *
 * @throws VALIDATION_ERROR for a key that is not 1 to 255 storable characters
 */
export function parseIdempotencyKey(key: string | undefined): string | undefined {
  if (key === undefined) return undefined
  const parsed = idempotencyKeySchema.safeParse(key)
  if (parsed.success) return parsed.data
  const message = parsed.error.issues[0]?.message ?? 'Idempotency-Key is not usable.'
  throw requestFault('Idempotency-Key', message)
}

/**
 * Refuses an idempotency key on a dry run, which has no answer to repeat.
 *
 * @throws VALIDATION_ERROR
 */
export function assertNoIdempotencyKey(key: string | undefined): void {
  if (parseIdempotencyKey(key) === undefined) return
  const message = 'A dry run takes no Idempotency-Key: it writes nothing that could be replayed.'
  throw requestFault('Idempotency-Key', message)
}

/** A key of a test is another one than the same text in earnest: what was tried first is still to be called. */
function keptAs({ test }: Actor, operation: IdempotentOperation): string {
  return test ? `test ${operation}` : operation
}

/** Returns the answer of the earlier request with this key; null when there was none. */
export async function findReplay<Operation extends IdempotentOperation>(
  actor: Actor,
  operation: Operation,
  key: string,
  hash: Uint8Array,
): Promise<Replay<Operation> | null> {
  const [found] = await db().rows<{ batchId: string; responseBody: string; requestHash: Uint8Array }>`/* prepared */
    SELECT batch_id AS "batchId", response_body AS "responseBody", request_hash AS "requestHash" FROM idempotency_keys
    WHERE organization_id = ${actor.organizationId} AND operation = ${keptAs(actor, operation)} AND key = ${key}`
  if (!found) return null
  const { batchId, responseBody, requestHash } = found
  // What was claimed for this operation, below.
  const answer = responseBody as JsonText<AnswerOf[Operation]>
  return { batchId, answer, payloadMismatch: !Buffer.from(requestHash).equals(hash) }
}

/**
 * Stores the key with its answer, in the transaction that accepts the batch. Of several requests with one key at the
 * same moment, the first takes the row and the others wait. When the first commits, the others get false and must write
 * nothing. When the first rolls back, one of the others takes the row.
 *
 * @returns whether this request took the key
 */
export async function claimIdempotencyKey<Operation extends IdempotentOperation>(
  tx: Tx,
  actor: Actor,
  claim: {
    operation: Operation
    key: string
    hash: Uint8Array
    batchId: string
    answer: JsonText<AnswerOf[Operation]>
  },
): Promise<boolean> {
  const inserted = await tx.execute`/* prepared */
    INSERT INTO idempotency_keys (organization_id, operation, key, request_hash, response_body, batch_id)
    VALUES (${actor.organizationId}, ${keptAs(actor, claim.operation)}, ${claim.key}, ${claim.hash}, ${claim.answer},
      ${claim.batchId}::uuid)
    ON CONFLICT DO NOTHING`
  return inserted === 1
}
