import type { Actor } from '@/domain/actor'
import type { AgentOutcome } from '@/domain/agents/agent.schema'
import { toPublicId } from '@/domain/ids'
import { priorityOf } from '@/domain/schedule/priority.rules'
import type { LifecycleStatus } from '@/domain/sequences/sequence.schema'
import { LIFECYCLE_STATUSES } from '@/domain/sequences/sequence-statuses.rules'
import { db } from '@/platform/db'
import { batchSourceSchema } from './batch.schema'
import type { Batch } from './batch-answer.schema'
import { batchStatusOf } from './batch-status.rules'
import { type BatchStanding, countStandings } from './count-standings'
import { findBatch } from './find-batch'

/** A batch as the console shows it: what the API reports, and more. */
export type BatchDetail = Omit<Batch, 'name' | 'pauseReason' | 'resumeReason' | 'cancelReason'> & {
  /** As the request named it, or the file's name; null when nothing was said. */
  name: string | null
  agentName: string
  /** The file that the batch was enrolled from in the browser; null for any other batch. */
  fileName: string | null
  /** The import that the batch belongs to; null for a batch that was enrolled by itself. */
  importId: string | null
  finishedAt: string | null
  /** Why the background gave up on the batch, as a sentence for people; null otherwise. */
  failureReason: string | null
  /** The reason given with the last pause, resume or cancel; null when none was given. */
  pauseReason: string | null
  resumeReason: string | null
  cancelReason: string | null
  /** How many sequences the background has created so far. */
  created: number
  /** Counts of the accepted contacts by what has come of them. They add up to `accepted`. */
  standing: BatchStanding
  /** How many sequences had each result in their last call. Sequences without a call are not counted. */
  results: Record<string, number>
  /**
   * The outcomes of the batch's calls, as the agent names and labels them, with the number of sequences that had each;
   * most first, at most 20.
   */
  outcomes: { name: string; label: string | undefined; successful: boolean; sequences: number }[]
  credits: { reserved: number; spent: number; released: number }
}

const OUTCOMES_MAX = 20

/**
 * Returns one batch with its counts.
 *
 * @throws BATCH_NOT_FOUND
 */
export async function getBatch(actor: Actor, batchId: string): Promise<BatchDetail> {
  const batch = await findBatch(actor, batchId)
  const { organizationId } = actor
  const known = batch.outcomes as AgentOutcome[]
  const [counts, results, outcomes, standing, cut] = await Promise.all([
    countSequences(actor, batchId),
    db().sequence.groupBy({
      by: ['lastResultType'],
      where: { batchId, organizationId, lastResultType: { not: null } },
      _count: true,
    }),
    countOutcomes(actor, batchId),
    countStandings(actor, batch),
    db().importBatch.findFirst({
      where: { batchId, organizationId },
      select: { importId: true, import: { select: { fileName: true } } },
    }),
  ])
  const sequences = Object.fromEntries(LIFECYCLE_STATUSES.map((status) => [status, 0])) as Record<
    LifecycleStatus,
    number
  >
  for (const { status, amount } of counts) sequences[status] = amount
  // Each contact costs the price of acceptance once: its credit is reserved until it is spent or released.
  const credits = (state: 'spent' | 'released') =>
    counts.reduce((sum, count) => sum + count[state], 0) * batch.creditsPerContact
  const [spent, released] = [credits('spent'), credits('released')]
  return {
    batchId: batch.id,
    agentId: toPublicId('agent', batch.agentId),
    agentName: batch.agent.name,
    name: batch.name,
    metadata: batch.metadata as Record<string, string>,
    status: batchStatusOf(batch.status, batch.pausedAt),
    source: batchSourceSchema.parse(batch.source),
    test: batch.test,
    priority: priorityOf(batch.options),
    fileName: cut?.import.fileName ?? batch.fileName,
    importId: cut?.importId ?? null,
    createdAt: batch.createdAt.toISOString(),
    createdBy: batch.createdBy,
    finishedAt: batch.finishedAt?.toISOString() ?? null,
    failureReason: batch.failureReason,
    pauseReason: batch.pauseReason,
    resumeReason: batch.resumeReason,
    cancelReason: batch.cancelReason,
    total: batch.total,
    accepted: batch.accepted,
    rejected: batch.rejected,
    sequences,
    created: counts.reduce((sum, { created }) => sum + created, 0),
    chains: batch.chains,
    standing,
    results: Object.fromEntries(results.map((result) => [result.lastResultType, result._count])),
    outcomes: outcomes.map(({ name, sequences: amount }) => ({
      name,
      label: known.find((outcome) => outcome.name === name)?.label,
      // One that the agent did not have is no success: that is how the call was judged.
      successful: known.some((outcome) => outcome.name === name && outcome.successful),
      sequences: amount,
    })),
    credits: { reserved: batch.accepted * batch.creditsPerContact - spent - released, spent, released },
  }
}

type SequenceCount = { status: LifecycleStatus; amount: number; created: number; spent: number; released: number }

function countSequences(actor: Actor, batchId: string): Promise<SequenceCount[]> {
  return db().rows<SequenceCount>`
    SELECT coalesce(sequence.status, first_status(contact.chain_position)) AS status, count(*)::int AS amount,
      count(sequence.id)::int AS created,
      count(*) FILTER (WHERE sequence.credit_state = 'spent')::int AS spent,
      count(*) FILTER (WHERE sequence.credit_state = 'released')::int AS released
    FROM contacts contact LEFT JOIN sequences sequence ON sequence.id = contact.id
    WHERE contact.batch_id = ${batchId}::uuid AND contact.organization_id = ${actor.organizationId}
    GROUP BY 1`
}

function countOutcomes(actor: Actor, batchId: string): Promise<{ name: string; sequences: number }[]> {
  return db().rows<{ name: string; sequences: number }>`
    SELECT outcome ->> 'name' AS name, count(DISTINCT call.sequence_id)::int AS sequences
    FROM sequences sequence
    JOIN calls call ON call.sequence_id = sequence.id
    CROSS JOIN LATERAL jsonb_array_elements(call.result -> 'outcomes') outcome
    WHERE sequence.batch_id = ${batchId}::uuid AND sequence.organization_id = ${actor.organizationId}
      AND outcome ->> 'name' IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${OUTCOMES_MAX}`
}
