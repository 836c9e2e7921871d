import { Prisma, type Tx } from '@/platform/db'
import { countsCalls } from './guarded'

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
 * wait for each other, unless calls of a number are counted: then one sees what the other has written, and two agents
 * cannot both take the last call that a cap allows.
 */
export async function lockNumbersOfCalls(tx: Tx, callIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (${locksOf(callIds, countsCalls())}) AS locks, LATERAL (
      SELECT CASE WHEN locks.counts THEN pg_advisory_xact_lock(locks.key)
        ELSE pg_advisory_xact_lock_shared(locks.key) END AS taken OFFSET 0) AS taken`
}

/** Locks the numbers of calls as `lockNumbers` does. */
export async function lockNumbersToSuppress(tx: Tx, callIds: readonly string[]): Promise<void> {
  await tx.execute`
    SELECT FROM (${locksOf(callIds, Prisma.sql`true`)}) AS locks, LATERAL pg_advisory_xact_lock(locks.key)`
}

function locksOf(callIds: readonly string[], counts: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`
    SELECT suppression_lock(call.organization_id, contact.phone_number) AS key, bool_or(${counts}) AS counts
    FROM calls call
    CROSS JOIN LATERAL (SELECT phone_number FROM contacts WHERE contacts.id = call.sequence_id OFFSET 0) contact
    JOIN agents agent ON agent.id = call.agent_id
    JOIN organizations organization ON organization.id = call.organization_id
    WHERE call.id = ANY(${callIds}::uuid[]) GROUP BY 1 ORDER BY 1 OFFSET 0`
}
