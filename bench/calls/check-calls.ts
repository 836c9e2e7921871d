import type pg from 'pg'
import type { DialerCount } from './ring-count'

/**
 * Holds what the dialer has done to what is stored: everybody was rung once, and each call has the dialer's own result.
 *
 * @param counted what the dialer has done for these calls
 * @throws Error when somebody was rung twice or not at all, or a result is missing
 */
export async function checkCalls(
  database: pg.Client,
  { organizationId, expected, counted }: { organizationId: string; expected: number; counted: DialerCount },
): Promise<void> {
  const { rows } = await database.query<Record<string, number>>(
    `SELECT count(*)::int AS "calls that were made", count(DISTINCT sequence_id)::int AS "people who were called",
       count(DISTINCT provider_call_id)::int AS "calls of the dialer",
       count(*) FILTER (WHERE status = 'settled' AND result_source = 'dialer')::int AS "results of the dialer",
       (SELECT coalesce(sum(amount), 0)::int FROM credit_ledger
        WHERE organization_id = $1 AND kind = 'spend') AS "credits that were spent"
     FROM calls WHERE organization_id = $1 AND status <> 'withdrawn'`,
    [organizationId],
  )
  const { rings, people, calls } = counted
  const facts = { ...rows[0], rings, 'people who were rung': people, 'calls that were rung for': calls }
  const wrong = Object.entries(facts).filter(([, count]) => count !== expected)
  if (wrong.length === 0) return
  throw new Error(`Of ${expected} calls: ${wrong.map(([name, count]) => `${count} ${name}`).join(', ')}.`)
}
