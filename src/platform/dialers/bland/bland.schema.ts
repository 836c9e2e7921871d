import { z } from 'zod'

/** What a customer pastes: the key, and what else the account needs. */
export const blandCredentialsSchema = z.object({
  apiKey: z.string().trim().min(1, 'Paste the API key.').max(500),
  /** Bland signs its webhooks with it, once one was made. */
  webhookSecret: z.string().trim().max(500).optional(),
  /** For an account with a Twilio of its own, which Bland calls `encrypted_key`. */
  encryptedKey: z.string().trim().max(2_000).optional(),
})

export type BlandCredentials = z.infer<typeof blandCredentialsSchema>

/** Bland puts some answers into `data`, with `errors` beside, and sends others as they are. */
function wrapped<T>(schema: z.ZodType<T>): z.ZodType<T> {
  return z.preprocess((sent) => {
    const data = (sent as { data?: unknown } | null)?.data
    return typeof data === 'object' && data !== null ? data : sent
  }, schema) as unknown as z.ZodType<T>
}

const text = z.string().nullish().catch(null)
/** Numbers come as texts too: `corrected_duration` is one. */
const number = z.coerce.number().nonnegative().nullish().catch(null)
const fields = z.record(z.string(), z.unknown()).nullish().catch(null)

/** The answer to `POST /v1/calls`. */
export const blandPlacedSchema = wrapped(z.looseObject({ call_id: z.string().min(1).max(200) }))

/** One call, as `GET /v1/calls/{id}` and the webhook have it. Only the id is insisted on. */
export const blandCallSchema = z.looseObject({
  call_id: z.string().min(1).max(200),
  /** `completed`, `failed`, `busy`, `no-answer`, `canceled` or `unknown`. */
  status: text,
  completed: z.boolean().nullish().catch(null),
  /** `new`, `queued`, `allocated`, `started`, `complete`, or the stage of an error: `pre_queue_error`, `queue_error`, `call_error`, `complete_error`. */
  queue_status: text,
  error_message: text,
  /** `human`, `voicemail`, `no-answer`, `unknown` or null. */
  answered_by: text,
  created_at: text,
  started_at: text,
  /** Minutes. */
  call_length: number,
  /** Seconds. */
  corrected_duration: number,
  concatenated_transcript: text,
  transcripts: z
    .array(z.looseObject({ user: text, text }))
    .nullish()
    .catch(null),
  summary: text,
  recording_url: text,
  variables: fields,
  analysis: fields,
  metadata: fields,
  disposition_tag: text,
})

export type BlandCall = z.infer<typeof blandCallSchema>

export const blandCallAnswerSchema = wrapped(blandCallSchema)

/** The answer to `GET /v1/calls`, newest first. Its rows may lack what only the details have. */
export const blandCallsSchema = wrapped(
  z.looseObject({
    calls: z.array(z.looseObject({ call_id: z.string(), created_at: text, to: text, metadata: fields })),
  }),
)

/** The answer to `GET /v1/me`. */
export const blandAccountSchema = wrapped(
  z.looseObject({
    status: text,
    billing: z.looseObject({ current_balance: z.coerce.number() }).nullish().catch(null),
  }),
)

/** The answer to `GET /v1/convo_pathway`: a list, or an object with the list in it. */
export const blandPathwaysSchema = z
  .unknown()
  .transform((sent) => {
    const lists = [sent, ...Object.values(sent ?? {})].filter(Array.isArray)
    return (lists[0] ?? []) as unknown[]
  })
  .pipe(z.array(z.looseObject({ id: z.string().min(1), name: text })))

/** The answer to `GET /v1/inbound`: the numbers of the account, which it can call from too. */
export const blandNumbersSchema = wrapped(
  z.looseObject({
    inbound_numbers: z
      .array(z.looseObject({ phone_number: z.string().min(1) }))
      .nullish()
      .catch(null),
    phone_numbers: z
      .array(z.looseObject({ phone_number: z.string().min(1) }))
      .nullish()
      .catch(null),
  }),
)
