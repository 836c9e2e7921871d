import { z } from 'zod'

/** What a customer pastes to connect a Dograh, of dograh.com or a server of his own. */
export const dograhCredentialsSchema = z.object({
  /** Without a trailing slash. */
  url: z
    .string()
    .trim()
    .transform((text) => text.replace(/\/+$/, '').replace(/\/api(\/v1)?$/, ''))
    .pipe(z.url({ protocol: /^https?$/, error: 'Paste the address of Dograh, such as https://app.dograh.com.' })),
  apiKey: z.string().trim().min(1).max(500),
})

export type DograhCredentials = z.infer<typeof dograhCredentialsSchema>

const text = z.string().nullish().catch(null)
const fields = z.record(z.string(), z.unknown()).nullish().catch(null)

/** The answer to `POST /api/v1/public/agent/workflow/{uuid}`. */
export const dograhPlacedSchema = z.looseObject({ workflow_run_id: z.number().int() })

/** The answer to `GET /api/v1/workflow/fetch`. */
export const dograhWorkflowsSchema = z.array(
  z.looseObject({ id: z.number().int(), name: text, status: text, workflow_uuid: text }),
)

/** One run, as `GET /api/v1/workflow/{id}/runs/{run_id}` answers. The list of runs has less of each. */
export const dograhRunSchema = z.looseObject({
  id: z.number().int(),
  created_at: text,
  is_completed: z.boolean(),
  recording_public_url: text,
  initial_context: fields,
  gathered_context: fields,
  /** `call_duration_seconds`, in both. */
  usage_info: fields,
  cost_info: fields,
  logs: fields,
  annotations: fields,
})

export type DograhRun = z.infer<typeof dograhRunSchema>

/** The answer to `GET /api/v1/workflow/{id}/runs`, newest first. */
export const dograhRunsSchema = z.looseObject({ runs: z.array(dograhRunSchema), total_pages: z.number().int() })

export const dograhTelephonySchema = z.looseObject({
  configurations: z.array(
    z.looseObject({ id: z.number().int(), name: text, inactive: z.boolean().nullish().catch(null) }),
  ),
})

export const dograhNumbersSchema = z.looseObject({
  phone_numbers: z.array(
    z.looseObject({ id: z.number().int(), address_normalized: z.string(), label: text, is_active: z.boolean() }),
  ),
})

/** What the webhook node of a workflow sends. Its payload is the customer's to write, so it is looked for what we need. */
export const dograhEventSchema = z.looseObject({ rollcall_call_id: z.string().min(1) })
