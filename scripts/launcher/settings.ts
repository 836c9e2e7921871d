import { dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findInngestTrouble, usesEmbeddedExecutor } from './inngest-setup'

export type Settings = {
  root: string
  dataDir: string
  mode: 'start' | 'dev'
  host: string
  port: number
  /** Where programs on this machine reach the app. */
  localUrl: string
  /** Where people and customers' systems reach it. */
  appUrl: string
  /** Where the executor and Prometheus find the process of the background, on this machine; null: any free port. */
  backgroundPort: number | null
  /** null: the embedded Postgres. */
  databaseUrl: string | null
  embeddedExecutor: boolean
}

/**
 * Reads what the launcher needs from the environment.
 *
 * @throws Error for people, when a variable makes no sense
 */
export function readSettings(
  environment: Readonly<Record<string, string | undefined>>,
  args: readonly string[],
): Settings {
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
  const port = readPort(environment, 'PORT') ?? 3000
  // Not HOSTNAME: shells and containers set that to the machine's name.
  const host = environment.HOST || '127.0.0.1'
  const trouble = findInngestTrouble(environment, host)
  if (trouble) throw new Error(trouble)
  const localUrl = `http://${localAddress(host)}:${port}`
  return {
    root,
    dataDir: resolve(root, environment.ROLLCALL_DATA_DIR || '.data'),
    mode: args.includes('--dev') ? 'dev' : 'start',
    host,
    port,
    backgroundPort: readPort(environment, 'BACKGROUND_PORT'),
    localUrl,
    appUrl: (environment.APP_URL || localUrl).replace(/\/+$/, ''),
    databaseUrl: environment.DATABASE_URL || null,
    embeddedExecutor: usesEmbeddedExecutor(environment),
  }
}

function readPort(environment: Readonly<Record<string, string | undefined>>, name: string): number | null {
  const text = environment[name]
  if (!text) return null
  const port = Number(text)
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`${name} has to be a number from 1 to 65535, and is ${text}.`)
}

/** Returns the address to connect to when the app listens on `host`. "All addresses" is nothing to connect to. */
function localAddress(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
