import { newIds } from '@/domain/ids'
import type { Priority } from '@/domain/schedule/priority.rules'
import { db } from '@/platform/db'
import type { Scene } from './scene'

/**
 * Fills an agent with calls that are due, by SQL: so many in each of so many batches. Each batch is a share by itself.
 * Its contacts are called n0, n1 and so on, all due for a minute. No credits are reserved for them, so they belong into
 * an organization of their own.
 *
 * @returns the ids of the batches
 */
export async function fillDue(
  scene: Scene,
  { batches, calls, priority = 'normal' }: { batches: number; calls: number; priority?: Priority },
): Promise<string[]> {
  const ids = newIds(batches)
  await db().execute`
    INSERT INTO batches (id, organization_id, agent_id, share_id, status, source, created_by, total, accepted, rejected,
      steps, outcomes, credits_per_contact, chain_advance, options, credit_month)
    SELECT made.id, agent.organization_id, agent.id, made.id, 'active', 'api', 'fill', ${calls}, ${calls}, 0, agent.steps,
      agent.outcomes, 0, agent.chain_advance, jsonb_build_object('priority', ${priority}::text), credit_month()
    FROM unnest(${ids}::uuid[]) AS made(id), agents agent WHERE agent.id = ${scene.agent}::uuid`
  // In pieces: a statement of a door has some seconds at most.
  for (let from = 0; from < calls; from += CALLS_PER_STATEMENT) {
    const to = Math.min(from + CALLS_PER_STATEMENT, calls) - 1
    await fillContacts(ids, from, to)
    await fillSequences(ids, from, to)
  }
  return ids
}

const CALLS_PER_STATEMENT = 10_000

async function fillContacts(ids: readonly string[], from: number, to: number): Promise<void> {
  await db().execute`
    INSERT INTO contacts (id, batch_id, organization_id, index, name, phone_number, timezone, scheduled_at, variables)
    SELECT gen_random_uuid(), batch.id, batch.organization_id, n, 'n' || n, '+1555' || lpad(n::text, 7, '0'),
      'America/New_York', now(), '{}'
    FROM batches batch CROSS JOIN generate_series(${from}::int, ${to}::int) n WHERE batch.id = ANY(${ids}::uuid[])`
}

async function fillSequences(ids: readonly string[], from: number, to: number): Promise<void> {
  await db().execute`
    INSERT INTO sequences (id, organization_id, agent_id, batch_id, index, status, step_type, due_at, priority, share_id)
    SELECT contact.id, batch.organization_id, batch.agent_id, batch.id, contact.index, 'scheduled', 'CALL',
      now() - interval '1 minute', priority_of(batch.options), batch.share_id
    FROM contacts contact JOIN batches batch ON batch.id = contact.batch_id
    WHERE batch.id = ANY(${ids}::uuid[]) AND contact.index BETWEEN ${from}::int AND ${to}::int`
}
