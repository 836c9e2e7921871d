import { z } from 'zod'
import { AGENT_VARIABLES_MAX } from '@/domain/agents/agent-limits.rules'

const VALUE_LENGTH_MAX = 4_000

/** A call to oneself, to hear the agent. The contact itself is judged as any other. */
export const placeTestCallSchema = z.strictObject({
  name: z.string().max(VALUE_LENGTH_MAX),
  phoneNumber: z.string().max(VALUE_LENGTH_MAX),
  /** Values for the agent's variables. */
  variables: z
    .record(z.string().max(VALUE_LENGTH_MAX), z.string().max(VALUE_LENGTH_MAX))
    .refine((variables) => Object.keys(variables).length <= AGENT_VARIABLES_MAX, 'These are too many variables.')
    .default({}),
  /** `simulated` calls nobody and costs nothing; `dialed` asks the agent's own dialer. */
  mode: z.enum(['simulated', 'dialed']),
  /** Made by the form, so that a press that is sent twice calls once. */
  idempotencyKey: z.string().min(1).max(100),
})

export type PlaceTestCallInput = z.input<typeof placeTestCallSchema>
