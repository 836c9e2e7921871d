import { z } from 'zod'

/** What is entered when an account is connected. */
export const vapiCredentialsSchema = z.object({
  apiKey: z.string().trim().min(1).max(500),
  signingSecret: z.string().trim().min(1).max(500).optional(),
})
export type VapiCredentials = z.infer<typeof vapiCredentialsSchema>

// Of Vapi's answers just what is read, everything else passes through. A field of another type than documented counts as
// missing: no oddity of a call may keep its result from being told.

const text = z.string().nullish().catch(null)
const record = z.record(z.string(), z.unknown()).nullish().catch(null)

/** The answer to a created call. */
export const vapiPlacedSchema = z.looseObject({ id: z.string().min(1) })

/** Whom a call is for; `externalId` is our call id. */
const customerSchema = z.looseObject({ externalId: text }).nullish().catch(null)

/** A call, as `GET /call/{id}` answers. Times are ISO 8601. */
export const vapiCallSchema = z.looseObject({
  id: z.string().min(1),
  /** `scheduled`, `queued`, `ringing`, `in-progress`, `forwarding`, `ended`, `not-found` or `deletion-failed`. */
  status: z.string(),
  endedReason: text,
  endedMessage: text,
  startedAt: text,
  endedAt: text,
  customer: customerSchema,
  analysis: z
    .looseObject({ summary: text, structuredData: record, successEvaluation: z.unknown().optional() })
    .nullish()
    .catch(null),
  artifact: z.looseObject({ transcript: text, recordingUrl: text, structuredOutputs: record }).nullish().catch(null),
  // Where calls of before 2025 have them.
  transcript: text,
  recordingUrl: text,
})
export type VapiCall = z.infer<typeof vapiCallSchema>

/** A page of calls. */
export const vapiCallsSchema = z.array(
  z.looseObject({ id: z.string().min(1), createdAt: z.iso.datetime({ offset: true }), customer: customerSchema }),
)

export const vapiAssistantsSchema = z.array(z.looseObject({ id: z.string().min(1), orgId: text, name: text }))

export const vapiNumbersSchema = z.array(
  z.looseObject({ id: z.string().min(1), orgId: text, name: text, number: text }),
)

/** An event, as far as it tells which call it is about, and of what. */
export const vapiEventSchema = z.looseObject({
  message: z.looseObject({
    type: text,
    status: text,
    call: z.looseObject({ id: z.string().min(1), customer: customerSchema }),
  }),
})
