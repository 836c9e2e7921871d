import { z } from 'zod'
import { toMinutes } from './minute-of-day.rules'
import { WEEKDAYS } from './weekdays.rules'

export const WINDOWS_PER_WEEKDAY_MAX = 24

export const weekdaySchema = z.enum(WEEKDAYS)

// Longer than what is refused with a reason of its own.
const TIME_LENGTH_MAX = 20

/**
 * A window, `[start, end)` in whole minutes of the contact's local time. An end before its start means the next day.
 */
export const callWindowSchema = z
  .strictObject({
    start: z
      .string()
      .max(TIME_LENGTH_MAX)
      .refine((time) => time !== '24:00' && toMinutes(time) !== null, {
        error: 'Write the start as HH:mm, from 00:00 to 23:59.',
      }),
    end: z
      .string()
      .max(TIME_LENGTH_MAX)
      .refine((time) => toMinutes(time) !== null, {
        error: 'Write the end as HH:mm, from 00:00 to 24:00.',
      }),
  })
  .refine((window) => window.start !== window.end, {
    error: 'Start and end are equal. For the whole day write 00:00 to 24:00.',
  })

export const callWindowsSchema = z.partialRecord(weekdaySchema, z.array(callWindowSchema).max(WINDOWS_PER_WEEKDAY_MAX))

export type CallWindow = z.output<typeof callWindowSchema>
export type CallWindows = z.output<typeof callWindowsSchema>
