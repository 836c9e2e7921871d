import { z } from 'zod'

/** What is entered when an account is connected. */
export const retellCredentialsSchema = z.object({ apiKey: z.string().trim().min(1).max(500) })
export type RetellCredentials = z.infer<typeof retellCredentialsSchema>

// Of Retell's answers just what is read, everything else passes through. A field of another type than documented counts
// as missing: no oddity of a call may keep its result from being told.

const text = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)
const record = z.record(z.string(), z.unknown()).nullish().catch(null)

/** The answer to a created call. */
export const retellPlacedSchema = z.looseObject({ call_id: z.string().min(1) })

/** A call, as `get-call` answers. Times are ms since 1970. */
export const retellCallSchema = z.looseObject({
  call_id: z.string().min(1),
  /** `registered`, `not_connected`, `ongoing`, `ended` or `error`. */
  call_status: z.string(),
  disconnection_reason: text,
  start_timestamp: number,
  end_timestamp: number,
  duration_ms: number,
  transcript: text,
  recording_url: text,
  scrubbed_recording_url: text,
  collected_dynamic_variables: record,
  call_analysis: z
    .looseObject({
      call_successful: z.boolean().nullish().catch(null),
      in_voicemail: z.boolean().nullish().catch(null),
      call_summary: text,
      user_sentiment: text,
      custom_analysis_data: record,
    })
    .nullish()
    .catch(null),
})
export type RetellCall = z.infer<typeof retellCallSchema>

/** A page of calls. */
export const retellCallsSchema = z.looseObject({
  items: z.array(z.looseObject({ call_id: z.string().min(1), metadata: record })),
})

const page = { has_more: z.boolean().nullish(), pagination_key: z.string().nullish() }

export const retellAgentsSchema = z.looseObject({
  ...page,
  items: z.array(z.looseObject({ agent_id: z.string().min(1), agent_name: text })),
})

export const retellNumbersSchema = z.looseObject({
  ...page,
  items: z.array(z.looseObject({ phone_number: z.string().min(1), nickname: text })),
})

export const retellConcurrencySchema = z.looseObject({
  concurrency_limit: number,
  reserved_inbound_concurrency: number,
})

/** An event, as far as it tells which call it is about. */
export const retellEventSchema = z.looseObject({
  call: z.looseObject({ call_id: z.string().min(1), metadata: record }),
})
