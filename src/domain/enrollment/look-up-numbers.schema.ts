import { z } from 'zod'
import { idSchema } from '@/domain/id.schema'
import { enrollBatchShape } from './enrollment.schema'
import { NUMBERS_PER_LOOK_UP_MAX } from './number-rules.rules'

export const lookUpNumbersSchema = z.strictObject({
  agentId: idSchema,
  numbers: z
    .array(z.string().regex(/^\+[1-9][0-9]{3,16}$/, 'Give numbers in E.164.'))
    .max(NUMBERS_PER_LOOK_UP_MAX, `Give at most ${NUMBERS_PER_LOOK_UP_MAX} numbers.`),
  ifActive: enrollBatchShape.ifActive,
  notCalledWithinDays: enrollBatchShape.notCalledWithinDays,
})

export type LookUpNumbersInput = z.input<typeof lookUpNumbersSchema>
