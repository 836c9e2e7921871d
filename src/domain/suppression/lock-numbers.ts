import { Prisma, type Tx } from '@/platform/db'

/**
 * Locks numbers of an organization until the transaction ends, against whoever is about to ask a dialer for a call to one
 * of them (`lockNumbersOfCalls`). Whoever suppresses numbers takes this lock before it looks at anything else: what had it
 * before has written that its dialers are asked when this returns, and what comes after sees the entries.
 *
 * It comes first in the order of locks: numbers, agent, batches, chains, sequences, calls, credit balance, and the row of
 * a suppression list last.
 *
 * @param phoneNumbers E.164
 */
export async function lockNumbers(tx: Tx, organizationId: string, phoneNumbers: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (
      SELECT DISTINCT suppression_lock(${organizationId}, phone_number) AS key
      FROM unnest(${phoneNumbers}::text[]) AS asked(phone_number) ORDER BY key OFFSET 0
    ) AS locks, LATERAL pg_advisory_xact_lock(locks.key)`
}

/** Locks all numbers of an organization as `lockNumbers` does: a list is replaced as a whole. */
export async function lockAllNumbers(tx: Tx, organizationId: string): Promise<void> {
  await tx.execute`
    SELECT FROM (
      SELECT key FROM suppression_locks(${organizationId}) AS all_locks(key) ORDER BY key OFFSET 0
    ) AS locks, LATERAL pg_advisory_xact_lock(locks.key)`
}

/**
 * Locks the numbers of calls against whoever suppresses them now, before a dialer is asked. Those who ask dialers do not
 * wait for each other.
 */
export async function lockNumbersOfCalls(tx: Tx, callIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (${locksOf(callIds)}) AS locks, LATERAL pg_advisory_xact_lock_shared(locks.key)`
}

/** Locks the numbers of calls as `lockNumbers` does. */
export async function lockNumbersToSuppress(tx: Tx, callIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (${locksOf(callIds)}) AS locks, LATERAL pg_advisory_xact_lock(locks.key)`
}

function locksOf(callIds: readonly string[]): Prisma.Sql {
  return Prisma.sql`
    SELECT DISTINCT suppression_lock(call.organization_id, contact.phone_number) AS key
    FROM calls call
    CROSS JOIN LATERAL (SELECT phone_number FROM contacts WHERE contacts.id = call.sequence_id OFFSET 0) contact
    WHERE call.id = ANY(${callIds}::uuid[]) ORDER BY key OFFSET 0`
}
