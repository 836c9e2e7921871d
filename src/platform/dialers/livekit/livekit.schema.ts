import { z } from 'zod'

/** What a customer pastes to connect a LiveKit project, of LiveKit Cloud or a server of his own. */
export const livekitCredentialsSchema = z.object({
  /** `https://` or, as LiveKit shows it, `wss://`. Without a trailing slash. */
  url: z
    .string()
    .trim()
    .transform((text) => text.replace(/^ws/i, 'http').replace(/\/+$/, ''))
    .pipe(
      z.url({ protocol: /^https?$/, error: 'Paste the address of the project, such as wss://acme.livekit.cloud.' }),
    ),
  apiKey: z.string().trim().min(1).max(200),
  apiSecret: z.string().trim().min(1).max(500),
  /** Where the numbers of the outbound trunk are not listed there. */
  sipTrunkId: z
    .string()
    .trim()
    .regex(/^ST_\w+$/, 'The id of an outbound trunk begins with “ST_”.')
    .optional(),
})

export type LivekitCredentials = z.infer<typeof livekitCredentialsSchema>

const text = z.string().nullish().catch(null)

/** An error of Twirp: https://twitchtv.github.io/twirp/docs/errors.html. A call that failed has its SIP status in `meta`. */
export const twirpErrorSchema = z.looseObject({
  code: z.string(),
  msg: z.string().catch(''),
  meta: z
    .looseObject({ sip_status_code: z.coerce.number().int().nullish().catch(null), sip_status: text })
    .nullish()
    .catch(null),
})

export type TwirpError = z.infer<typeof twirpErrorSchema>

export const livekitRoomsSchema = z.looseObject({
  rooms: z.array(z.looseObject({ name: z.string(), metadata: text })).default([]),
})

const jobSchema = z.looseObject({
  /** `JS_PENDING`, `JS_RUNNING`, `JS_SUCCESS` or `JS_FAILED`. */
  state: z.looseObject({ status: text }).nullish().catch(null),
})

/**
 * Where agents were sent. A room without any gets one without a name from LiveKit itself, for whatever worker has none.
 * A dispatch has a job once a worker has taken it.
 */
export const livekitDispatchesSchema = z.looseObject({
  agent_dispatches: z
    .array(
      z.looseObject({
        agent_name: text,
        state: z
          .looseObject({ jobs: z.array(jobSchema).catch([]) })
          .nullish()
          .catch(null),
      }),
    )
    .default([]),
})

export type LivekitDispatch = z.infer<typeof livekitDispatchesSchema>['agent_dispatches'][number]

export const livekitSipParticipantSchema = z.looseObject({ sip_call_id: text })

export const livekitParticipantsSchema = z.looseObject({
  participants: z
    .array(
      z.looseObject({
        identity: z.string(),
        /** `STANDARD`, `SIP`, `AGENT`, … */
        kind: text,
        /** `JOINING`, `JOINED`, `ACTIVE`, `DISCONNECTED`. */
        state: text,
        disconnect_reason: text,
        attributes: z.record(z.string(), z.string()).nullish().catch(null),
      }),
    )
    .default([]),
})

export type LivekitParticipant = z.infer<typeof livekitParticipantsSchema>['participants'][number]

export const livekitTrunksSchema = z.looseObject({
  items: z
    .array(z.looseObject({ sip_trunk_id: z.string(), name: text, numbers: z.array(z.string()).catch([]) }))
    .default([]),
})

/** A webhook: https://docs.livekit.io/home/server/webhooks. It is written in camel case. */
export const livekitEventSchema = z.looseObject({
  event: z.string(),
  room: z.looseObject({ name: z.string() }).nullish().catch(null),
  participant: z.looseObject({ identity: z.string() }).nullish().catch(null),
})

/**
 * What we note in the metadata of a call's room, so that LiveKit knows of the call after those who spoke have left: it
 * keeps no record of its own. Agents may have metadata beside it.
 */
export const roomRecordSchema = z.looseObject({
  rollcall: z.looseObject({
    callId: z.string(),
    /** ISO 8601. */
    answeredAt: z.string().nullish(),
    /** When it was first seen that nobody is in the room any more. ISO 8601. */
    emptySince: z.string().nullish(),
    failed: z.object({ at: z.string(), sipStatusCode: z.number().nullable(), reason: z.string() }).nullish(),
  }),
})

export type RoomRecord = z.infer<typeof roomRecordSchema>['rollcall']
