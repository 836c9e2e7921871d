import { z } from 'zod'
import { dryRunBatch, enrollBatch } from '@/domain/enrollment/enroll-batch'
import { enrollSingle } from '@/domain/enrollment/enroll-single'
import type { enrollSingleOptionsSchema } from '@/domain/enrollment/enroll-single.schema'
import type { enrollBatchSchema } from '@/domain/enrollment/enrollment.schema'
import type { AcceptedBatch, DryRun, ScheduledContact } from '@/domain/enrollment/enrollment-answer.schema'
import { lookUpNumbers } from '@/domain/enrollment/look-up-numbers'
import { lookUpNumbersSchema } from '@/domain/enrollment/look-up-numbers.schema'
import { enrollmentEstimateQuerySchema } from '@/domain/estimates/enrollment-estimate.schema'
import { estimateEnrollment } from '@/domain/estimates/estimate-enrollment'
import { fromJsonText } from '@/domain/json-text'
import { parseRequest } from '@/domain/parse-request'
import { procedure, router } from '@/trpc/init'

type EnrollBatchCall = z.input<typeof enrollBatchSchema> & {
  agentId: string
  idempotencyKey?: string | undefined
  dryRun?: boolean | undefined
}

type EnrollBatchAnswer = AcceptedBatch & { replayed: boolean; payloadMismatch: boolean }

// Only the envelope is checked here. The use case parses the rest, after it has looked for a replay, so that REST and
// tRPC answer in the same order. The input is passed on as it came, since zod's copy lacks a property named __proto__.
const envelopeSchema = z.looseObject({
  agentId: z.string('Give the agent.').max(100, 'This is not an id of ours.'),
  idempotencyKey: z.string().optional(),
  dryRun: z.boolean().optional(),
})

function parseEnvelope(input: unknown): EnrollBatchCall {
  parseRequest(envelopeSchema, input)
  return input as EnrollBatchCall
}

/** The contact's fields and variables stand beside the agent, as they do in the body of the REST route. */
type EnrollSingleCall = z.input<typeof enrollSingleOptionsSchema> & {
  agentId: string
  idempotencyKey?: string | undefined
  name: string
  phoneNumber: string
  [fieldOrVariable: string]: unknown
}

type EnrollSingleAnswer = ScheduledContact & { replayed: boolean; payloadMismatch: boolean }

function parseSingle(input: unknown): EnrollSingleCall {
  parseRequest(envelopeSchema.omit({ dryRun: true }), input)
  return input as EnrollSingleCall
}

export const enrollmentRouter = router({
  /** Runs the use case of `POST /api/v1/agents/{agentId}/schedule/sequence`, with the same checks and answers. */
  enrollSingle: procedure.input(parseSingle).mutation(async ({ ctx, input }): Promise<EnrollSingleAnswer> => {
    const { agentId, idempotencyKey, ...body } = input
    const request = { agentId, body, idempotencyKey, source: ctx.session ? 'console' : 'trpc' } as const
    const { answer, replayed, payloadMismatch } = await enrollSingle(ctx.actor, request)
    return { ...fromJsonText(answer), replayed, payloadMismatch }
  }),

  /** Runs the use case of `POST /api/v1/agents/{agentId}/schedule/sequences`, with the same checks and answers. */
  enrollBatch: procedure.input(parseEnvelope).mutation(async ({ ctx, input }): Promise<EnrollBatchAnswer | DryRun> => {
    const { agentId, idempotencyKey, dryRun, ...body } = input
    const source = ctx.session ? 'console' : 'trpc'
    const request = { agentId, body, idempotencyKey, source } as const
    if (dryRun) return dryRunBatch(ctx.actor, request)
    const { answer, replayed, payloadMismatch } = await enrollBatch(ctx.actor, request)
    return { ...fromJsonText(answer), replayed, payloadMismatch }
  }),

  /** Tells before the enrollment whose contacts it would reject. A mutation for the length of its input: it only reads. */
  lookUpNumbers: procedure.input(lookUpNumbersSchema).mutation(({ ctx, input }) => lookUpNumbers(ctx.actor, input)),

  /** Tells before the enrollment when it would be done. */
  estimate: procedure
    .input(enrollmentEstimateQuerySchema)
    .query(({ ctx, input }) => estimateEnrollment(ctx.actor, input)),
})
