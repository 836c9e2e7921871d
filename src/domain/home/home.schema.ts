import { z } from 'zod'
import { timeZoneSchema } from '@/domain/agents/agent.schema'

/** Whose today it is: that of the reader's clock. */
export const todayQuerySchema = z.strictObject({ timeZone: timeZoneSchema })

export type TodayQuery = z.output<typeof todayQuerySchema>
