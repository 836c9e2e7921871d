import 'server-only'
import { z } from 'zod'
import { parseNetwork } from './http/networks'

/** A switch. 1 and true mean on; 0, false, empty and absent mean off. */
const switchSchema = z
  .enum(['1', 'true', '0', 'false', ''], { error: 'Write 1 or 0.' })
  .default('')
  .transform((value) => value === '1' || value === 'true')

/** A comma-separated list of addresses and networks: `10.0.0.0/8, 2001:db8::1`. */
const networksSchema = z
  .string()
  .default('')
  .transform((list, context) => {
    const texts = list.split(',').map((text) => text.trim())
    return texts.filter(Boolean).flatMap((text) => {
      const network = parseNetwork(text)
      if (!network) context.addIssue(`"${text}" is neither an address nor a network such as 10.0.0.0/8.`)
      return network ? [network] : []
    })
  })

/**
 * The environment variables that the server reads, checked once. The Inngest SDK reads its own (`INNGEST_*`), which are
 * not repeated here.
 */
const envSchema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'DATABASE_URL has to be a postgres:// address.' }),
  /** The public address of the console and the API, without a trailing slash. */
  APP_URL: z.url({ protocol: /^https?$/, error: 'APP_URL has to be an http:// or https:// address.' }).optional(),
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  /** The reverse proxies in front of the app. Only these are believed about where a request comes from. */
  TRUSTED_PROXIES: networksSchema,
  /** How many database connections one app process uses at most. */
  DATABASE_POOL_MAX: z.coerce.number().int().min(1).max(500).default(20),
  /** How long a placed call may go without a result before it ends as `Failed`, in seconds. */
  CALL_RESULT_TIMEOUT_SECONDS: z.coerce.number().min(1).max(604_800).default(7_200),
  /** How many calls this installation asks for in a second at most; its organizations share them. */
  CALLS_PER_SECOND_MAX: z.coerce.number().int().min(1).max(10_000).default(120),
  /** How long a dialer that has not taken a call is left alone before it is asked again, in seconds. */
  DIALER_RETRY_SECONDS: z.coerce.number().min(0).max(60).default(15),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  /** The bearer token by which Prometheus reads `GET /metrics`. Without it there are no metrics. */
  METRICS_TOKEN: z.string().min(16, 'METRICS_TOKEN needs 16 characters or more.').max(500).optional(),
  /** Allows private and loopback addresses for webhooks and dialers. */
  OUTBOUND_ALLOW_PRIVATE: switchSchema,
  /** How long a simulated call takes, in seconds. */
  SIMULATED_CALL_SECONDS: z.coerce.number().min(0).max(86_400).default(2),
  /** Allows the simulated dialer in production, where it would otherwise be a mistake. */
  ALLOW_SIMULATED_DIALER: switchSchema,
  /** Multiplies the waits between the attempts of a webhook delivery, for tests. */
  WEBHOOK_RETRY_FACTOR: z.coerce.number().positive().max(100).default(1),
  /** Without it no mail is sent; the log notes the mail's id instead. */
  SMTP_URL: z.url({ protocol: /^smtps?$/, error: 'SMTP_URL has to be an smtp:// or smtps:// address.' }).optional(),
  /** The sender of all mail, such as `Rollcall <calls@example.com>`. */
  MAIL_FROM: z.string().min(1).optional(),
})

export type Env = z.infer<typeof envSchema> & { APP_URL: string }

/** The environment is unusable. The message names each variable that has to be corrected. */
export class UnusableEnvironment extends Error {}

let cached: Env | undefined

/**
 * Returns the environment. It is read on first use and not on import, because `next build` imports everything and has
 * no database.
 *
 * @throws UnusableEnvironment
 */
export function env(): Env {
  if (cached) return cached
  const parsed = envSchema.safeParse(process.env)
  if (!parsed.success) {
    const faults = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new UnusableEnvironment(`The environment is not usable.\n${faults.join('\n')}`)
  }
  cached = {
    ...parsed.data,
    APP_URL: (parsed.data.APP_URL ?? `http://127.0.0.1:${parsed.data.PORT}`).replace(/\/$/, ''),
  }
  return cached
}

const AUTH_SECRET_LENGTH_MIN = 32

/**
 * Returns the secret that signs session cookies. Only the app needs it; scripts that call use cases do not.
 *
 * @throws Error when BETTER_AUTH_SECRET has fewer than 32 characters
 */
export function authSecret(): string {
  const secret = process.env.BETTER_AUTH_SECRET ?? ''
  if (secret.length >= AUTH_SECRET_LENGTH_MIN) return secret
  throw new Error(
    `Set BETTER_AUTH_SECRET to ${AUTH_SECRET_LENGTH_MIN} random characters or more (openssl rand -base64 32).`,
  )
}
