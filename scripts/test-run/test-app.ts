import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { findFreePort } from '../launcher/ports'

/** The whole of Rollcall, started by the real launcher for one test run, with data of its own. */
export type TestApp = {
  url: string
  /** Holds demo.json, and launcher.lock with the ids of the processes. */
  dataDir: string
  launcher: ChildProcess
  /** What the launcher has printed so far. */
  output: () => string
  /** What the tests need to know of it. */
  env: Record<string, string>
  /** Stops it; its logs are kept in `keepLogsIn`, if given. */
  stop(keepLogsIn?: string): Promise<void>
}

/** A production build may have to be made first. */
const READY_WITHIN_MS = 10 * 60_000
const STOP_WITHIN_MS = 40_000

type TestAppOptions = {
  /** The data folder of an earlier app; default: a new one. */
  dataDir?: string
  /** Default: any that is free. */
  port?: number
  /** Added to its environment, which has nothing of Inngest's variables otherwise. What is undefined is left out of it. */
  env?: Record<string, string | undefined>
}

export async function startTestApp(root: string, options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'rollcall-app-')))
  const port = options.port ?? (await findFreePort())
  const { launcher, output } = spawnLauncher(root, dataDir, port, options.env)
  const stop = async (keepLogsIn?: string) => {
    await endProcess(launcher)
    if (keepLogsIn) await cp(join(dataDir, 'logs'), keepLogsIn, { recursive: true }).catch(() => {})
    await rm(dataDir, { recursive: true, force: true })
  }
  const started = Date.now()
  for (;;) {
    // Written when everything is up.
    const running = await readJson<{ pid: number; url: string; backgroundUrl: string; databaseUrl: string }>(
      join(dataDir, 'running.json'),
    )
    if (running && running.pid === launcher.pid) {
      const { url, backgroundUrl, databaseUrl } = running
      const secrets = await readJson<{ betterAuthSecret: string; credentialsKey: string }>(
        join(dataDir, 'secrets.json'),
      )
      const env = {
        ...testEnvironment(url, databaseUrl, dataDir),
        TEST_APP_BACKGROUND_URL: backgroundUrl,
        // For use cases that a test calls behind the app's back.
        BETTER_AUTH_SECRET: secrets?.betterAuthSecret ?? '',
        CREDENTIALS_KEY: secrets?.credentialsKey ?? '',
      }
      return { url, dataDir, launcher, output, env, stop }
    }
    if (hasEnded(launcher) || Date.now() - started > READY_WITHIN_MS) {
      await stop()
      throw new Error(`The app for the tests did not start.\n${output()}`)
    }
    await sleep(100)
  }
}

/** Variables that would make the app something else than what a newcomer gets. */
const unwanted = [
  'DATABASE_URL',
  'APP_URL',
  'HOST',
  'BETTER_AUTH_SECRET',
  'CREDENTIALS_KEY',
  'NODE_ENV',
  'npm_lifecycle_event',
]

/** @returns the process, and what it has printed so far */
export function spawnLauncher(
  root: string,
  dataDir: string,
  port: number,
  added: Record<string, string | undefined> = {},
) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !unwanted.includes(name) && !/^(INNGEST|VITEST|TEST)(_|$)/.test(name),
  )
  const env: Record<string, string | undefined> = {
    // The executor waits this long before a retry; the tests would wait with it.
    EXECUTOR_BACKOFF_BASE_MS: '200',
    DIALER_RETRY_SECONDS: '0.2',
    // As long as the batches of a busy day are apart, one test would wait for another.
    EXECUTOR_BATCH_INTERVAL_MS: '20',
    LOG_LEVEL: 'warn',
    ...Object.fromEntries(inherited),
    ROLLCALL_DATA_DIR: dataDir,
    PORT: String(port),
    ...added,
  }
  const launcher = spawn(process.execPath, ['--import', 'tsx', join(root, 'scripts', 'start.ts')], {
    cwd: root,
    env: env as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  for (const stream of [launcher.stdout, launcher.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text = `${text}${chunk}`.slice(-20_000)
    })
  }
  return { launcher: launcher as ChildProcess, output: () => text }
}

function testEnvironment(url: string, databaseUrl: string, dataDir: string): Record<string, string> {
  return {
    TEST_APP_URL: url,
    TEST_APP_DATABASE_URL: databaseUrl,
    TEST_APP_DATA_DIR: dataDir,
    APP_URL: url,
  }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const ended = await Promise.race([gone.then(() => true), sleep(STOP_WITHIN_MS, false, { ref: false })])
  if (!ended) {
    // Its watchdog ends the rest.
    child.kill('SIGKILL')
    await gone
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

async function readJson<Content>(file: string): Promise<Content | null> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? null : (JSON.parse(text) as Content)
}
