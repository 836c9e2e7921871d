import { z } from 'zod'
import { parseDay, parseMonth } from './credit-month.rules'

/** The columns are 32-bit. A batch of 1,000 contacts at the top price still fits beside a full allocation. */
export const CREDITS_MAX = 1_000_000_000

/** How many days a range may span, both ends included. */
export const USAGE_RANGE_DAYS_MAX = 366

const DAY_MS = 86_400_000

// Longer than what is refused with a reason of its own.
const DATE_LENGTH_MAX = 100

const day = z
  .string()
  .max(DATE_LENGTH_MAX)
  .refine((text) => parseDay(text) !== null, 'Give a date as YYYY-MM-DD.')

/**
 * The query of `GET /credits/usage`: one month, or a range of days in UTC, both ends included. The use case knows the
 * time, so it refuses a range in the future.
 */
export const creditUsageQuerySchema = z
  .strictObject({
    month: z
      .string()
      .max(DATE_LENGTH_MAX)
      .refine((text) => parseMonth(text) !== null, 'Give a month as YYYY-MM.')
      .optional()
      .meta({ description: 'YYYY-MM, UTC. Default: the running month.', examples: ['2027-03'] }),
    startDate: day.optional().meta({ description: 'First day of a range, UTC. With endDate, without month.' }),
    endDate: day
      .optional()
      .meta({ description: `Last day of the range, inclusive; at most ${USAGE_RANGE_DAYS_MAX} days.` }),
  })
  .superRefine((query, context) => {
    const { month, startDate, endDate } = query
    const fault = (path: string, message: string) => context.addIssue({ code: 'custom', path: [path], message })
    if (month !== undefined && (startDate !== undefined || endDate !== undefined)) {
      fault('month', 'Give either month, or startDate and endDate.')
      return
    }
    if (month !== undefined) return
    if (startDate === undefined && endDate === undefined) return
    if (startDate === undefined || endDate === undefined) {
      fault(startDate === undefined ? 'startDate' : 'endDate', 'A range needs both startDate and endDate.')
      return
    }
    const start = parseDay(startDate)
    const end = parseDay(endDate)
    if (!start || !end) return
    if (end < start) fault('endDate', 'endDate has to be the same day as startDate or later.')
    else if ((end.getTime() - start.getTime()) / DAY_MS + 1 > USAGE_RANGE_DAYS_MAX) {
      fault('endDate', `A range can span ${USAGE_RANGE_DAYS_MAX} days at most.`)
    }
  })

export type CreditUsageQuery = z.infer<typeof creditUsageQuerySchema>

export const creditMonthQuerySchema = z.strictObject({
  month: z
    .string()
    .max(DATE_LENGTH_MAX)
    .refine((text) => parseMonth(text) !== null, 'Give a month as YYYY-MM.')
    .optional(),
})

const LEDGER_PAGE_MAX = 200
const BATCHES_PAGE_MAX = 100
const BATCHES_PAGE = 20
const CURSOR_LENGTH_MAX = 200

export const creditBatchesQuerySchema = creditMonthQuerySchema.extend({
  cursor: z.string().max(CURSOR_LENGTH_MAX, 'This is not a cursor of ours.').optional(),
  limit: z.int().min(1).max(BATCHES_PAGE_MAX).default(BATCHES_PAGE),
})

export type CreditBatchesQuery = z.output<typeof creditBatchesQuerySchema>

export const ledgerQuerySchema = z.strictObject({
  cursor: z.string().max(CURSOR_LENGTH_MAX, 'This is not a cursor of ours.').optional(),
  limit: z.int().min(1).max(LEDGER_PAGE_MAX).default(50),
})

export type LedgerQuery = z.output<typeof ledgerQuerySchema>

export const setCreditAlertSchema = z.strictObject({
  percent: z.int('Give a whole number.').min(0, 'Give 0 or more.').max(100, 'Give 100 or less.'),
})

export type SetCreditAlertInput = z.output<typeof setCreditAlertSchema>
