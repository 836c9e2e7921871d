import { parseArgs } from 'node:util'
import { z } from 'zod'
import { BACKOFF_BASE_MS } from './retry-delay'
import { isSigningKey } from './signatures'

/** Long enough to gather what a busy second brings, and too short for anybody to notice. */
const BATCH_INTERVAL_MS = 250

export const USAGE = `Usage: executor -u <url of the app's serve endpoint> [-p <port>] [--host <address>]

  -u, --url     for example http://127.0.0.1:3000/api/inngest
  -p, --port    where to listen, 8288 by default; 0 picks a free port
      --host    127.0.0.1 by default

Environment: DATABASE_URL, and INNGEST_EVENT_KEY with INNGEST_SIGNING_KEY. Without the two keys, or with INNGEST_DEV set,
nothing is signed (dev mode), and only a loopback address may be listened on.
EXECUTOR_BACKOFF_BASE_MS shortens the waits before retries (${BACKOFF_BASE_MS} by default), EXECUTOR_CALLS_MAX is the number of
calls to the app at once (64), EXECUTOR_BATCH_INTERVAL_MS the time between two batches of events under load
(${BATCH_INTERVAL_MS}), LOG_LEVEL the level of the log (info).`

export type Config = {
  appUrl: string
  host: string
  port: number
  databaseUrl: string
  /** Null in dev mode, where neither side signs and any event key is accepted. */
  keys: { eventKey: string; signingKey: string } | null
  backoffBaseMs: number
  callsMax: number
  /** How many ms apart batches of one key start at least, when their function allows that. */
  batchIntervalMs: number
  logLevel: string
}

/** The command line or the environment is unusable. The message says what to change. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const envSchema = z.object({
  DATABASE_URL: z.string({ error: 'DATABASE_URL is not set' }).min(1, 'DATABASE_URL is empty'),
  INNGEST_DEV: z.string().optional(),
  INNGEST_EVENT_KEY: z.string().optional(),
  INNGEST_SIGNING_KEY: z.string().optional(),
  EXECUTOR_BACKOFF_BASE_MS: z.coerce.number('EXECUTOR_BACKOFF_BASE_MS is not a number').min(0).default(BACKOFF_BASE_MS),
  EXECUTOR_CALLS_MAX: z.coerce.number('EXECUTOR_CALLS_MAX is not a number').int().min(1).max(1000).default(64),
  EXECUTOR_BATCH_INTERVAL_MS: z.coerce
    .number('EXECUTOR_BATCH_INTERVAL_MS is not a number')
    .min(0)
    .max(60_000)
    .default(BATCH_INTERVAL_MS),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
})

/** Reads the command line and the environment. @throws ConfigError */
export function parseConfig(argv: readonly string[], env: Record<string, string | undefined>): Config {
  const { url, host, port } = parseCommandLine(argv)
  const parsed = envSchema.safeParse(env)
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map((issue) => issue.message).join('; '))
  const keys = parseKeys(parsed.data)
  if (keys === null && !isLoopback(host))
    throw new ConfigError(
      `refusing to listen on ${host} in dev mode, where anyone who reaches it can run functions: set INNGEST_EVENT_KEY and INNGEST_SIGNING_KEY (and not INNGEST_DEV), or listen on 127.0.0.1`,
    )
  return {
    appUrl: url,
    host,
    port,
    databaseUrl: parsed.data.DATABASE_URL,
    keys,
    backoffBaseMs: parsed.data.EXECUTOR_BACKOFF_BASE_MS,
    callsMax: parsed.data.EXECUTOR_CALLS_MAX,
    batchIntervalMs: parsed.data.EXECUTOR_BATCH_INTERVAL_MS,
    logLevel: parsed.data.LOG_LEVEL,
  }
}

function parseCommandLine(argv: readonly string[]): { url: string; host: string; port: number } {
  const options = {
    url: { type: 'string', short: 'u' },
    port: { type: 'string', short: 'p' },
    host: { type: 'string' },
  } as const
  let values: { url?: string; port?: string; host?: string }
  try {
    values = parseArgs({ args: [...argv], options, allowPositionals: false }).values
  } catch (error) {
    throw new ConfigError(`${(error as Error).message}\n\n${USAGE}`)
  }
  if (!values.url || !/^https?:$/.test(protocolOf(values.url)))
    throw new ConfigError(`-u must be an http(s) URL\n\n${USAGE}`)
  const port = Number(values.port ?? 8288)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new ConfigError(`-p must be a port\n\n${USAGE}`)
  return { url: values.url, host: values.host ?? '127.0.0.1', port }
}

function parseKeys(env: z.infer<typeof envSchema>): Config['keys'] {
  const isDev = env.INNGEST_DEV !== undefined && !['', '0', 'false'].includes(env.INNGEST_DEV.toLowerCase())
  const eventKey = env.INNGEST_EVENT_KEY
  const signingKey = env.INNGEST_SIGNING_KEY
  if (isDev || (!eventKey && !signingKey)) return null
  if (!eventKey) throw new ConfigError('INNGEST_SIGNING_KEY is set, INNGEST_EVENT_KEY is not: both are needed')
  if (!signingKey) throw new ConfigError('INNGEST_EVENT_KEY is set, INNGEST_SIGNING_KEY is not: both are needed')
  if (!isSigningKey(signingKey)) throw new ConfigError('INNGEST_SIGNING_KEY must be signkey-<word>-<hex digits>')
  return { eventKey, signingKey }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}
