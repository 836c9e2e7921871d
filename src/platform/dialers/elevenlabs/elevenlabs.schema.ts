import { z } from 'zod'

/** What is entered when an account is connected. */
export const elevenlabsCredentialsSchema = z.object({
  apiKey: z.string().trim().min(1).max(500),
  webhookSecret: z.string().trim().min(1).max(500).optional(),
})
export type ElevenlabsCredentials = z.infer<typeof elevenlabsCredentialsSchema>

// Of ElevenLabs' answers just what is read, everything else passes through. A field of another type than documented
// counts as missing: no oddity of a call may keep its result from being told.

const text = z.string().nullish().catch(null)
const number = z.number().nullish().catch(null)
const record = z.record(z.string(), z.unknown()).nullish().catch(null)

/** The answer to an outbound call, the same for Twilio, SIP trunks and Exotel as far as we read it. */
export const elevenlabsPlacedSchema = z.looseObject({
  success: z.boolean(),
  message: text,
  conversation_id: text,
})

/** A conversation, as `GET /v1/convai/conversations/{id}` answers. */
export const elevenlabsConversationSchema = z.looseObject({
  conversation_id: z.string().min(1),
  /** `initiated`, `in-progress`, `processing`, `done` or `failed`. */
  status: z.string(),
  /** Our call id. */
  user_id: text,
  conversation_initiation_client_data: z.looseObject({ user_id: text }).nullish().catch(null),
  transcript: z
    .array(z.looseObject({ role: text, message: text }))
    .nullish()
    .catch(null),
  metadata: z
    .looseObject({
      start_time_unix_secs: number,
      call_duration_secs: number,
      termination_reason: text,
      error: z.looseObject({ code: number, reason: text }).nullish().catch(null),
      /** `call_result`: `answered`, `voicemail`, `busy`, `no_answer` or `failed`. */
      phone_call: z.looseObject({ call_result: text }).nullish().catch(null),
      features_usage: z
        .looseObject({
          voicemail_detection: z
            .looseObject({ used: z.boolean().nullish().catch(null) })
            .nullish()
            .catch(null),
        })
        .nullish()
        .catch(null),
    })
    .nullish()
    .catch(null),
  analysis: z
    .looseObject({
      /** `success`, `failure` or `unknown`. */
      call_successful: text,
      transcript_summary: text,
      data_collection_results: record,
      evaluation_criteria_results: record,
    })
    .nullish()
    .catch(null),
})
export type ElevenlabsConversation = z.infer<typeof elevenlabsConversationSchema>

/** A page of conversations. */
export const elevenlabsConversationsSchema = z.looseObject({
  conversations: z.array(z.looseObject({ conversation_id: z.string().min(1) })),
})

export const elevenlabsAgentsSchema = z.looseObject({
  agents: z.array(
    z.looseObject({ agent_id: z.string().min(1), name: text, archived: z.boolean().nullish().catch(null) }),
  ),
  next_cursor: text,
  has_more: z.boolean().nullish().catch(null),
})

export const elevenlabsNumbersSchema = z.array(
  z.looseObject({
    phone_number_id: z.string().min(1),
    phone_number: text,
    label: text,
    /** `twilio`, `sip_trunk` or `exotel`. */
    provider: text,
    supports_outbound: z.boolean().nullish().catch(null),
  }),
)

/** An event, as far as it tells which call it is about. */
export const elevenlabsEventSchema = z.looseObject({
  data: z.looseObject({
    conversation_id: z.string().min(1),
    user_id: text,
    conversation_initiation_client_data: z.looseObject({ user_id: text }).nullish().catch(null),
  }),
})
