const DAY_MS = 86_400_000

/** Credits of a month, as the balance has them. */
export type MonthOfCredits = { allocated: number; reserved: number; spent: number; available: number }

export type CreditForecast = {
  /** Credits spent a day: the mean of the days that were looked at, today so far among them. */
  perDay: number
  /** When nothing will be left at this pace; null when that is not before the month is over. */
  runsOutAt: Date | null
}

/**
 * Estimates when the credits of a month are used up, if they go on as in the last days. What is reserved is taken
 * already.
 *
 * @param spentLately credits that were spent in the days before `nowMs`, and how many days that is (more than 0)
 * @param monthEndMs when the month is over, and new credits come (epoch ms)
 */
export function forecastCredits(
  month: MonthOfCredits,
  spentLately: { credits: number; days: number },
  nowMs: number,
  monthEndMs: number,
): CreditForecast {
  const perDay = spentLately.credits / spentLately.days
  if (month.available <= 0) return { perDay, runsOutAt: month.allocated > 0 ? new Date(nowMs) : null }
  const outMs = nowMs + (month.available / perDay) * DAY_MS
  return { perDay, runsOutAt: perDay > 0 && outMs < monthEndMs ? new Date(outMs) : null }
}

/**
 * Says whether so few credits are left that somebody is to know.
 *
 * @param alertPercent of the month's allocation; 0 for never
 */
export function areCreditsLow(month: Pick<MonthOfCredits, 'allocated' | 'available'>, alertPercent: number): boolean {
  return alertPercent > 0 && month.allocated > 0 && month.available * 100 <= month.allocated * alertPercent
}
