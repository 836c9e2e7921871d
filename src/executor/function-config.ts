import { z } from 'zod'
import { nextCronTime } from './cron-schedule'

/** The Go server's default and cap for `retries` (protocol §2.3). */
const RETRIES_DEFAULT = 4
const RETRIES_MAX = 20
const TRIGGERS_MAX = 10

/** A function as the executor runs it, read from the configuration the SDK registers. */
export type FunctionConfig = {
  /** `<appId>-<functionId>`, the key of `fnId`. */
  id: string
  /** How many calls a job may have in all: the retries plus one. */
  attemptsMax: number
  triggers: EventTrigger[]
  /** Cron expressions, each as written. */
  crons: string[]
  /** At most two. A call runs only while each of them has room. */
  concurrency: ConcurrencyLimit[]
  /** How its events are gathered; null: each starts a run of its own. */
  batch: EventBatch | null
}

/** `failureOf` is set on the trigger of an `onFailure` handler: only that function's failures start it. */
export type EventTrigger = { event: string; failureOf: string | null }

/** `key` is a plain path such as `event.data.agentId`, or empty when the limit is for the whole function. */
export type ConcurrencyLimit = { limit: number; key: string }

/**
 * A run gets up to `sizeMax` events with the same value of `key`, which is a plain path or empty, and starts at the
 * latest `waitMs` after the first of them.
 */
export type EventBatch = { sizeMax: number; waitMs: number; key: string }

export type FunctionConfigs = { ok: true; functions: FunctionConfig[] } | { ok: false; problems: string[] }

/** Options that a real Inngest server has and this executor does not, by their name in `createFunction`. */
const REFUSED_OPTIONS: Record<string, string> = {
  idempotency: 'idempotency',
  rateLimit: 'rateLimit',
  throttle: 'throttle',
  debounce: 'debounce',
  singleton: 'singleton',
  priority: 'priority',
  timeouts: 'timeouts',
  cancel: 'cancelOn',
}
const KNOWN_KEYS = ['id', 'name', 'triggers', 'steps', 'concurrency', 'batchEvents']

/** The Go server's limits, kept so that whatever works here works there. */
const BATCH_SIZE_MIN = 2
const BATCH_SIZE_MAX = 100
const BATCH_WAIT_MS_MIN = 1_000
const BATCH_WAIT_MS_MAX = 60_000

const ON_FAILURE_EXPRESSION = /^event\.data\.function_id == '([^']+)'$/
const PLAIN_PATH = /^event(\.[A-Za-z_][A-Za-z0-9_]*)+$/

const concurrencySchema = z.object({
  limit: z.number().int().min(1),
  key: z.string().optional(),
  scope: z.string().optional(),
})

const configSchema = z.looseObject({
  id: z.string().min(1),
  triggers: z
    .array(
      z.looseObject({
        event: z.string().optional(),
        expression: z.string().optional(),
        cron: z.string().optional(),
        jitter: z.string().optional(),
      }),
    )
    .max(TRIGGERS_MAX),
  steps: z.record(
    z.string(),
    z.looseObject({ retries: z.looseObject({ attempts: z.number().int().min(0).optional() }).optional() }),
  ),
  concurrency: z
    .union([
      z
        .number()
        .int()
        .min(1)
        .transform((limit): z.infer<typeof concurrencySchema>[] => [{ limit }]),
      concurrencySchema.transform((limit) => [limit]),
      z.array(concurrencySchema).min(1).max(2),
    ])
    .optional(),
  batchEvents: z
    .object({
      maxSize: z.number().int().min(BATCH_SIZE_MIN).max(BATCH_SIZE_MAX),
      timeout: z.string(),
      key: z.string().optional(),
      if: z.string().optional(),
    })
    .optional(),
})

/**
 * Reads the function list of a registration (protocol §2.3). It refuses the whole list when anything in it is beyond
 * this executor, and names every such option: half an app would look as if it worked.
 */
export function parseFunctionConfigs(list: unknown): FunctionConfigs {
  if (!Array.isArray(list)) return { ok: false, problems: ['the registration has no list of functions'] }
  const functions: FunctionConfig[] = []
  const problems: string[] = []
  const seen = new Set<string>()
  for (const raw of list) {
    const parsed = configSchema.safeParse(raw)
    if (!parsed.success) {
      problems.push(`${nameOf(raw)}: ${z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ')}`)
      continue
    }
    const found = findProblems(parsed.data)
    if (seen.has(parsed.data.id)) found.push('is registered twice')
    seen.add(parsed.data.id)
    problems.push(...found.map((problem) => `function "${parsed.data.id}" ${problem}`))
    if (found.length === 0) functions.push(toFunctionConfig(parsed.data))
  }
  return problems.length === 0 ? { ok: true, functions } : { ok: false, problems }
}

type RawConfig = z.infer<typeof configSchema>

function findProblems(config: RawConfig): string[] {
  const problems: string[] = []
  const refuse = (what: string) =>
    problems.push(`uses ${what}, which the embedded executor does not have; a real Inngest server does`)
  for (const key of Object.keys(config)) {
    const option = REFUSED_OPTIONS[key]
    if (option) refuse(`the option "${option}"`)
    else if (!KNOWN_KEYS.includes(key)) refuse(`the option "${key}"`)
  }
  for (const trigger of config.triggers) {
    if (trigger.event?.endsWith('*')) refuse(`the wildcard trigger "${trigger.event}"`)
    if (trigger.jitter !== undefined) refuse('"jitter" on a cron trigger')
    const isOnFailure =
      trigger.event === 'inngest/function.failed' && ON_FAILURE_EXPRESSION.test(trigger.expression ?? '')
    if (trigger.expression !== undefined && !isOnFailure) refuse('"if" on a trigger')
    if (trigger.cron !== undefined) problems.push(...findCronProblems(trigger.cron))
    if (trigger.event === undefined && trigger.cron === undefined)
      problems.push('has a trigger with no event and no cron')
  }
  for (const { key, scope } of config.concurrency ?? []) {
    if (scope !== undefined && scope !== 'fn') refuse(`the concurrency scope "${scope}"`)
    if (key !== undefined && !PLAIN_PATH.test(key))
      refuse(`the concurrency key "${key}" (only a plain path such as event.data.userId is read here)`)
  }
  if (config.batchEvents) problems.push(...findBatchProblems(config.batchEvents, refuse))
  if (Object.keys(config.steps).length !== 1) problems.push('must have exactly one entry in "steps"')
  return problems
}

function findBatchProblems(
  { timeout, key, if: condition }: NonNullable<RawConfig['batchEvents']>,
  refuse: (what: string) => void,
): string[] {
  if (condition !== undefined) refuse('"if" of batchEvents')
  if (key !== undefined && !PLAIN_PATH.test(key))
    refuse(`the batch key "${key}" (only a plain path such as event.data.userId is read here)`)
  const waitMs = durationMs(timeout)
  if (waitMs !== null && waitMs >= BATCH_WAIT_MS_MIN && waitMs <= BATCH_WAIT_MS_MAX) return []
  return [`has the batch timeout "${timeout}", which must be between 1s and 60s`]
}

/** Reads a duration of one unit, as the SDK writes it: `5s`. Returns null for any other text. */
function durationMs(text: string): number | null {
  const [, amount, unit] = text.match(/^(\d+(?:\.\d+)?)(ms|s|m)$/) ?? []
  if (amount === undefined) return null
  return Number(amount) * (unit === 'ms' ? 1 : unit === 's' ? 1_000 : 60_000)
}

function findCronProblems(expression: string): string[] {
  try {
    nextCronTime(expression, 0)
    return []
  } catch (error) {
    return [`has the cron expression "${expression}", which cannot be read: ${(error as Error).message}`]
  }
}

function toFunctionConfig(config: RawConfig): FunctionConfig {
  const retries = Object.values(config.steps)[0]?.retries?.attempts ?? RETRIES_DEFAULT
  return {
    id: config.id,
    attemptsMax: Math.min(retries, RETRIES_MAX) + 1,
    triggers: config.triggers.flatMap(({ event, expression }) =>
      event === undefined ? [] : [{ event, failureOf: expression?.match(ON_FAILURE_EXPRESSION)?.[1] ?? null }],
    ),
    crons: [...new Set(config.triggers.flatMap(({ cron }) => cron ?? []))],
    concurrency: (config.concurrency ?? []).map(({ limit, key = '' }) => ({ limit, key })),
    batch: config.batchEvents
      ? {
          sizeMax: config.batchEvents.maxSize,
          waitMs: durationMs(config.batchEvents.timeout) ?? BATCH_WAIT_MS_MIN,
          key: config.batchEvents.key ?? '',
        }
      : null,
  }
}

function nameOf(raw: unknown): string {
  const id = raw !== null && typeof raw === 'object' && 'id' in raw ? raw.id : undefined
  return typeof id === 'string' ? `function "${id}"` : 'a function without an id'
}
