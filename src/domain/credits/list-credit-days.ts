import type { Actor } from '@/domain/actor'
import { toPublicId } from '@/domain/ids'
import { requestFault } from '@/domain/parse-request'
import { db } from '@/platform/db'
import { parseMonth } from './credit-month.rules'
import { getCreditBalance } from './get-credit-balance'

/** What an agent has spent on a day of a month. */
export type CreditDay = {
  /** `2027-03-01`, UTC. */
  day: string
  agentId: string
  agentName: string
  spent: number
  /** How many contacts that were. */
  spends: number
}

/**
 * Lists what each agent has spent on each day, of what is booked to a month. A day without spending is not in it.
 *
 * @param query.month by default the running one
 * @throws VALIDATION_ERROR for what is no month
 */
export async function listCreditDays(actor: Actor, query: { month?: string | undefined }): Promise<CreditDay[]> {
  const month = query.month ?? (await getCreditBalance(actor)).month
  if (!parseMonth(month)) throw requestFault('month', 'Give a month as YYYY-MM.')
  const rows = await db().rows<CreditDay>`
    SELECT to_char(kept.day, 'YYYY-MM-DD') AS day, agent.id AS "agentId", agent.name AS "agentName", kept.spent, kept.spends
    FROM credit_sums kept
    JOIN agents agent ON agent.id = kept.agent_id AND agent.organization_id = kept.organization_id
    WHERE kept.organization_id = ${actor.organizationId} AND kept.month = ${`${month}-01`}::date
    ORDER BY kept.day, agent.name, agent.id`
  return rows.map((row) => ({ ...row, agentId: toPublicId('agent', row.agentId) }))
}
