import { expect } from 'vitest'
import { db, Prisma } from '@/platform/db'
import { readCreditBooks, readCreditSums } from './credit-books'

/**
 * Returns the invariants by name. Each query finds the rows that contradict its name. The invariants hold between any
 * two commits.
 */
function contradictions(organizationId: string): Record<string, Prisma.Sql> {
  const open = Prisma.sql`('waiting', 'scheduled', 'in progress')`
  const underWay = Prisma.sql`('requested', 'placed', 'ended')`
  return {
    'a due time is there when the next step may start, and only then': Prisma.sql`
      SELECT id, status, due_at FROM sequences WHERE organization_id = ${organizationId} AND CASE status
        WHEN 'waiting' THEN due_at IS NOT NULL
        WHEN 'scheduled' THEN due_at IS NULL
        WHEN 'in progress' THEN (due_at IS NULL) <> (
          EXISTS (SELECT 1 FROM calls WHERE calls.sequence_id = sequences.id AND calls.status IN ${underWay})
          OR EXISTS (SELECT 1 FROM emails WHERE emails.sequence_id = sequences.id AND emails.status = 'requested'))
        ELSE due_at IS NOT NULL END`,
    'who has ended has an end, and nobody else': Prisma.sql`
      SELECT id, status, ended_at FROM sequences
      WHERE organization_id = ${organizationId} AND (ended_at IS NULL) <> (status IN ${open})`,
    'the best result is what the settled calls came to': Prisma.sql`
      SELECT sequence.id, sequence.best_result, called.best FROM sequences sequence
      CROSS JOIN LATERAL (
        SELECT CASE
          WHEN bool_or(call.result_type = 'Goal Completed' OR EXISTS (
            SELECT 1 FROM jsonb_array_elements(call.result -> 'outcomes') reached
            JOIN jsonb_array_elements(batch.outcomes) known ON known ->> 'name' = reached ->> 'name'
            WHERE (known ->> 'successful')::boolean)) THEN 'goal reached'
          WHEN bool_or(call.result_type = 'Goal Not Completed') THEN 'goal not reached' END AS best
        FROM calls call JOIN batches batch ON batch.id = call.batch_id
        WHERE call.sequence_id = sequence.id AND call.status = 'settled' AND call.settled_at IS NOT NULL) called
      WHERE sequence.organization_id = ${organizationId} AND called.best IS DISTINCT FROM sequence.best_result`,
    'what has ended or waits starts no mail': Prisma.sql`
      SELECT sequences.id, sequences.status FROM sequences JOIN emails ON emails.sequence_id = sequences.id
      WHERE sequences.organization_id = ${organizationId} AND sequences.status <> 'in progress' AND emails.status = 'requested'
        AND emails.attempted_at IS NULL`,
    'a sequence has one call under way at most, and one for each attempt of a step': Prisma.sql`
      SELECT sequence_id, step_index, attempt, count(*)::int FROM calls
      WHERE organization_id = ${organizationId} AND status <> 'withdrawn' AND promised_at IS NULL
      GROUP BY sequence_id, step_index, attempt HAVING count(*) > 1
      UNION ALL
      SELECT sequence_id, NULL, NULL, count(*)::int FROM calls
      WHERE organization_id = ${organizationId} AND status IN ${underWay} GROUP BY sequence_id HAVING count(*) > 1`,
    'a chain has one call under way at most': Prisma.sql`
      SELECT chain_id, count(*)::int FROM calls
      WHERE organization_id = ${organizationId} AND chain_id IS NOT NULL AND status IN ${underWay}
      GROUP BY chain_id HAVING count(*) > 1`,
    'the attempts of a step are numbered from 1 on, without a gap': Prisma.sql`
      SELECT sequence_id, step_index, array_agg(attempt ORDER BY attempt) AS attempts FROM calls
      WHERE organization_id = ${organizationId} AND status <> 'withdrawn' AND promised_at IS NULL
      GROUP BY sequence_id, step_index HAVING count(*) <> max(attempt)`,
    'a sequence has the priority of its batch, but for a promise, and the share': Prisma.sql`
      SELECT sequences.id, sequences.priority, sequences.share_id FROM sequences JOIN batches ON batches.id = batch_id
      WHERE sequences.organization_id = ${organizationId} AND (sequences.share_id <> batches.share_id
        OR sequences.priority <> CASE WHEN sequences.promised_at IS NULL
          THEN coalesce(batches.options ->> 'priority', 'normal') ELSE 'promised' END)`,
    'no agent has more calls under way than lines': Prisma.sql`
      SELECT agents.id, agents.lines, count(*)::int FROM agents JOIN calls ON calls.agent_id = agents.id
      WHERE agents.organization_id = ${organizationId} AND calls.status IN ${underWay}
      GROUP BY agents.id HAVING count(*) > agents.lines`,
    'while somebody waits in an open chain one has the turn, and never more than one': Prisma.sql`
      SELECT chains.id, count(*) FILTER (WHERE sequences.status = 'waiting')::int AS waiting,
        count(*) FILTER (WHERE sequences.status <> 'waiting' AND sequences.advanced_at IS NULL)::int AS turns
      FROM chains JOIN sequences ON sequences.chain_id = chains.id AND sequences.status IN ${open}
      WHERE chains.organization_id = ${organizationId} AND chains.closed_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM batches WHERE batches.id = chains.batch_id AND batches.status IN ('accepted', 'failed')
          AND NOT EXISTS (SELECT 1 FROM sequences made WHERE made.batch_id = batches.id))
      GROUP BY chains.id
      HAVING count(*) FILTER (WHERE sequences.status <> 'waiting' AND sequences.advanced_at IS NULL)
        NOT BETWEEN least(1, count(*) FILTER (WHERE sequences.status = 'waiting')) AND 1`,
    'a closed chain has nobody left, and a chain with nobody left is closed': Prisma.sql`
      SELECT chains.id, chains.closed_at FROM chains
      WHERE organization_id = ${organizationId} AND NOT EXISTS (
          SELECT 1 FROM batches WHERE batches.id = chains.batch_id AND batches.status IN ('accepted', 'failed')
            AND NOT EXISTS (SELECT 1 FROM sequences made WHERE made.batch_id = batches.id))
        AND (closed_at IS NULL) <> EXISTS (
          SELECT 1 FROM sequences WHERE sequences.chain_id = chains.id AND sequences.status IN ${open})`,
    'a batch has ended when all of it has, and not before': Prisma.sql`
      SELECT id, status FROM batches WHERE organization_id = ${organizationId} AND CASE
        WHEN status IN ('finished', 'cancelled') THEN finished_at IS NULL OR accepted <> (
          SELECT count(*) FROM sequences WHERE sequences.batch_id = batches.id AND sequences.status NOT IN ${open})
        WHEN status = 'active' THEN finished_at IS NOT NULL OR NOT EXISTS (
          SELECT 1 FROM sequences WHERE sequences.batch_id = batches.id AND sequences.status IN ${open})
        ELSE finished_at IS NOT NULL END`,
    'what has not ended of a paused batch is held, and nothing else': Prisma.sql`
      SELECT sequences.id, held, paused_at FROM sequences JOIN batches ON batches.id = sequences.batch_id
      WHERE sequences.organization_id = ${organizationId} AND sequences.status IN ${open}
        AND held <> (paused_at IS NOT NULL)`,
    'a credit is as the ledger has it': Prisma.sql`
      SELECT sequence.id, sequence.credit_state, booked.reasons FROM sequences sequence
      LEFT JOIN (
        SELECT split_part(reason, ':', 2) AS sequence,
          string_agg(split_part(reason, ':', 3), ' ' ORDER BY split_part(reason, ':', 3)) AS reasons
        FROM credit_ledger WHERE organization_id = ${organizationId} AND reason LIKE 'sequence:%'
        GROUP BY split_part(reason, ':', 2)) booked ON booked.sequence = sequence.id::text
      WHERE sequence.organization_id = ${organizationId} AND NOT CASE sequence.credit_state
        WHEN 'reserved' THEN booked.reasons IS NULL
        WHEN 'spent' THEN coalesce(booked.reasons IN ('spent', 'released reserved-again spent'), false)
        ELSE coalesce(booked.reasons = 'released', false) END`,
    'who was called has paid, and nobody else has': Prisma.sql`
      SELECT id, status, credit_state FROM sequences
      WHERE organization_id = ${organizationId} AND (credit_state = 'spent') <> EXISTS (
        SELECT 1 FROM calls WHERE calls.sequence_id = sequences.id AND placed_at IS NOT NULL)`,
    'who has ended and has no call under way has nothing reserved, and nobody else has anything released': Prisma.sql`
      SELECT id, status, credit_state FROM sequences
      WHERE organization_id = ${organizationId} AND CASE
        WHEN status IN ${open} THEN credit_state = 'released'
        ELSE (credit_state = 'reserved') AND NOT EXISTS (
          SELECT 1 FROM calls WHERE calls.sequence_id = sequences.id AND calls.status IN ${underWay}) END`,
    'only who was never called is skipped': Prisma.sql`
      SELECT id FROM sequences WHERE organization_id = ${organizationId} AND status = 'skipped' AND EXISTS (
        SELECT 1 FROM calls WHERE calls.sequence_id = sequences.id
          AND (calls.placed_at IS NOT NULL OR calls.status IN ${underWay}))`,
  }
}

/**
 * Checks everything that must be true of an organization at every moment. A failure names the broken invariants and the
 * rows that break them.
 */
export async function checkInvariants(organizationId: string): Promise<void> {
  const broken: Record<string, unknown[]> = {}
  for (const [name, query] of Object.entries(contradictions(organizationId))) {
    const rows = await db().rows<unknown>`${query}`
    if (rows.length > 0) broken[name] = rows
  }
  expect(broken).toEqual({})
  const { balances, ledger } = await readCreditBooks(organizationId)
  expect(balances).toEqual(ledger)
  const { kept, booked } = await readCreditSums(organizationId)
  expect(kept).toEqual(booked)
}
