import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { e164Schema } from '@/domain/phones/e164.schema'
import { enrollBatchShape } from './enrollment.schema'
import { NUMBERS_PER_LOOK_UP_MAX } from './number-rules.rules'

export const lookUpNumbersSchema = z.strictObject({
  agentId: idSchema,
  numbers: z.array(e164Schema).max(NUMBERS_PER_LOOK_UP_MAX, `Give at most ${NUMBERS_PER_LOOK_UP_MAX} numbers.`),
  ifActive: enrollBatchShape.ifActive,
  notCalledWithinDays: enrollBatchShape.notCalledWithinDays,
})

export type LookUpNumbersInput = z.input<typeof lookUpNumbersSchema>
