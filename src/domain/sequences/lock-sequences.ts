import type { Tx } from '@/platform/db'
import { RetryTransaction } from '@/platform/db'

/**
 * What was locked. Everything that changes sequences locks in one order: agent, batches, chains, sequences, calls,
 * credit balance; rows of one table by id. The locks are `NO KEY`, since a plain `FOR UPDATE` would block every insert
 * that refers to the row.
 */
export type LockedWork = { batchIds: string[]; chainIds: string[] }

/**
 * Locks the batches and chains of these contacts, and the batches of everybody in those chains who has not ended, since
 * an end can end their batches too. Whoever holds these locks may change any of their sequences and create missing
 * ones. A batch that joins one of the chains while this waits is locked too.
 *
 * @param contactIds also the ids of their sequences
 * @throws RetryTransaction when somebody else holds a batch that has joined
 */
export async function lockWork(tx: Tx, contactIds: readonly string[]): Promise<LockedWork> {
  const own = await tx.rows<{ batchId: string; chainId: string | null }>`
    SELECT DISTINCT batch_id AS "batchId", chain_id AS "chainId" FROM contacts WHERE id = ANY(${contactIds}::uuid[])`
  const chainIds = sortedUnique(own.flatMap(({ chainId }) => chainId ?? []))
  const ownBatchIds = own.map(({ batchId }) => batchId)
  const batchIds = sortedUnique([...ownBatchIds, ...(await batchesInChains(tx, chainIds))])
  await lockBatches(tx, batchIds)
  if (chainIds.length > 0) {
    await lockChains(tx, chainIds)
    const locked = new Set(batchIds)
    const joined = (await batchesInChains(tx, chainIds)).filter((batchId) => !locked.has(batchId))
    await lockWithoutWaiting(tx, joined)
    batchIds.push(...joined)
  }
  return { batchIds, chainIds }
}

/**
 * Locks these batches out of order, but only those that are free. A transaction that does not wait cannot deadlock.
 * When one of the batches is not free, the transaction is run again.
 */
async function lockWithoutWaiting(tx: Tx, batchIds: readonly string[]): Promise<void> {
  if (batchIds.length === 0) return
  const locked = await tx.execute`
    SELECT FROM batches WHERE id = ANY(${batchIds}::uuid[]) FOR NO KEY UPDATE SKIP LOCKED`
  if (locked < batchIds.length) throw new RetryTransaction('Somebody is at a batch that joined the chain.')
}

/** Locks batches in the order of their ids. */
export async function lockBatches(tx: Tx, batchIds: readonly string[]): Promise<void> {
  await tx.execute`SELECT FROM batches WHERE id = ANY(${batchIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Locks chains in the order of their ids. */
export async function lockChains(tx: Tx, chainIds: readonly string[]): Promise<void> {
  await tx.execute`SELECT FROM chains WHERE id = ANY(${chainIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/** Locks sequences in the order of their ids. */
export async function lockSequences(tx: Tx, sequenceIds: readonly string[]): Promise<void> {
  await tx.execute`SELECT FROM sequences WHERE id = ANY(${sequenceIds}::uuid[]) ORDER BY id FOR NO KEY UPDATE`
}

/**
 * Lists the batches of everybody in the chains who has not ended, and the batches that opened the chains, which may
 * have no sequences yet.
 */
async function batchesInChains(tx: Tx, chainIds: readonly string[]): Promise<string[]> {
  if (chainIds.length === 0) return []
  const rows = await tx.rows<{ batchId: string }>`
    SELECT batch_id AS "batchId" FROM sequences
    WHERE chain_id = ANY(${chainIds}::uuid[]) AND sequence_is_open(status)
    UNION
    SELECT batch_id FROM chains WHERE id = ANY(${chainIds}::uuid[]) AND batch_id IS NOT NULL`
  return rows.map(({ batchId }) => batchId)
}

function sortedUnique(ids: readonly string[]): string[] {
  return [...new Set(ids)].sort()
}
