import type { Actor } from '@/domain/actor'
import { db } from '@/platform/db'
import { areCreditsLow, forecastCredits } from './forecast-credits.rules'
import { type CreditBalance, getCreditBalance } from './get-credit-balance'

export type CreditOutlook = CreditBalance & {
  /** Credits spent a day, over the last week or since the first were. */
  perDay: number
  /** When the credits will be used up at this pace, before new ones come; null when they last. */
  runsOutAt: string | null
  /** At how few of the allocation somebody is told, in per cent; 0 is never. */
  alertPercent: number
  isLow: boolean
}

const DAYS_LOOKED_AT = 7

/** Returns the balance of the running month with the day on which it is used up at the pace of the last week. */
export async function getCreditForecast(actor: Actor): Promise<CreditOutlook> {
  const [balance, [facts]] = await Promise.all([
    getCreditBalance(actor),
    db().rows<{ spent: number; alertPercent: number; now: Date; monthEnd: Date; days: number }>`
      SELECT coalesce(sum(kept.spent), 0)::int AS spent, organization.credit_alert_percent AS "alertPercent", now() AS now,
        ((credit_month() + interval '1 month') AT TIME ZONE 'UTC') AS "monthEnd",
        greatest(1, least(${DAYS_LOOKED_AT}, (now() AT TIME ZONE 'UTC')::date - min(kept.day) + 1))::int AS days
      FROM organizations organization
      LEFT JOIN credit_sums kept ON kept.organization_id = organization.id
        AND kept.day > (now() AT TIME ZONE 'UTC')::date - ${DAYS_LOOKED_AT}::int
      WHERE organization.id = ${actor.organizationId}
      GROUP BY organization.id`,
  ])
  if (!facts) throw new Error(`Organization ${actor.organizationId} is gone.`)
  const { spent, alertPercent, now, monthEnd, days } = facts
  const { perDay, runsOutAt } = forecastCredits(balance, { credits: spent, days }, now.getTime(), monthEnd.getTime())
  return {
    ...balance,
    perDay: Math.round(perDay * 10) / 10,
    runsOutAt: runsOutAt?.toISOString() ?? null,
    alertPercent,
    isLow: areCreditsLow(balance, alertPercent),
  }
}
