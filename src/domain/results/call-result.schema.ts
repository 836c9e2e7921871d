import { z } from 'zod'
import {
  CALL_ACTIONS_MAX,
  CALL_OUTCOMES_MAX,
  CALL_SUMMARY_LENGTH_MAX,
  CALL_TRANSCRIPTION_LENGTH_MAX,
  type CallDetails,
  momentSchema,
  readCallDetails,
} from './call-details.rules'
import { RESULT_TYPES } from './result-types.rules'

export const CALL_DURATION_SECONDS_MAX = 86_400

export const resultTypeSchema = z.enum(RESULT_TYPES)

/** The properties without which a report is no result. */
const essentialsSchema = z.object(
  {
    resultType: z.enum(RESULT_TYPES, `Send one of: ${RESULT_TYPES.join(', ')}.`),
    duration: z
      .number('Send the seconds as a number.')
      .min(0, 'Send 0 or more seconds.')
      .max(CALL_DURATION_SECONDS_MAX, `Send at most ${CALL_DURATION_SECONDS_MAX.toLocaleString('en-US')} seconds.`)
      .describe('Seconds.'),
    endedAt: momentSchema,
  },
  'Send the result as a JSON object.',
)

const text = (lengthMax: number) =>
  z
    .string()
    .nullish()
    .describe(`What is over ${lengthMax.toLocaleString('en-US')} characters is cut.`)

const actions = z.array(z.unknown()).nullish().describe(`The first ${CALL_ACTIONS_MAX} are kept.`)

/** What a dialer should send, for the API's documentation. What it does send is read more tolerantly. */
export const callResultDocsSchema = z.looseObject({
  ...essentialsSchema.shape,
  summary: text(CALL_SUMMARY_LENGTH_MAX),
  transcription: text(CALL_TRANSCRIPTION_LENGTH_MAX),
  extractedVariables: z.record(z.string(), z.unknown()).nullish(),
  outcomes: z
    .array(z.looseObject({ name: z.string(), reasoning: z.string().nullish() }))
    .nullish()
    .describe(`What the call came to, by the names of the agent. The first ${CALL_OUTCOMES_MAX} are kept.`),
  agentActions: actions,
  humanActions: actions,
  rescheduledAt: z.iso
    .datetime({ offset: true })
    .nullish()
    .describe(
      'When the person wants to be called again. Where the result is no success, the next call of the sequence is at that moment.',
    ),
  followUpMeetingDetails: z
    .looseObject({
      startTime: z.string().nullish(),
      endTime: z.string().nullish(),
      hostEmail: z.string().nullish(),
    })
    .nullish()
    .describe('The meeting that was agreed on. Kept and passed on as it is written.'),
  crmSchedulingDetails: z
    .record(z.string(), z.unknown())
    .nullish()
    .describe('What a CRM has to know of it. Kept and passed on.'),
  optOut: z
    .union([z.boolean(), z.looseObject({ scope: z.enum(['all', 'agent']).optional() })])
    .nullish()
    .describe(
      'The person asked not to be called again: by any agent (`true`), or by this one (`{ "scope": "agent" }`). From the answer on nobody calls them, and everything open of the number ends.',
    ),
})

/**
 * A dialer's report of a call, parsed into what is stored. `duration` is in seconds; moments are ISO 8601 in UTC. Only
 * `resultType`, `duration` and `endedAt` are required. `readCallDetails` reads the rest.
 */
export const callResultSchema = z.unknown().transform((sent, context): CallResult => {
  const essentials = essentialsSchema.safeParse(sent)
  if (essentials.success) return { ...essentials.data, ...readCallDetails(sent as Record<string, unknown>) }
  for (const { path, message } of essentials.error.issues) context.addIssue({ code: 'custom', path, message })
  return z.NEVER
})

export type ResultType = z.output<typeof resultTypeSchema>
export type CallResultInput = z.input<typeof callResultDocsSchema>
export type CallResult = z.output<typeof essentialsSchema> & CallDetails
