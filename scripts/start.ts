import { existsSync } from 'node:fs'
import { chmod, mkdir, rm, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { hashBuildInputs, isBuilt } from './launcher/build-stamp'
import { curlLine, type Demo, demoFile, readDemo, storeDemo } from './launcher/demo'
import { createCluster, recreateDatabase, serverUrl } from './launcher/embedded-postgres'
import { InstallationLock } from './launcher/installation-lock'
import { findFreePort, findPortTrouble } from './launcher/ports'
import { findPostgresHome } from './launcher/postgres-home'
import { writePrivateJson } from './launcher/private-json'
import { loadSecrets, type Secrets } from './launcher/secrets'
import { appService, backgroundService, executorService, postgresService, tsxCommand } from './launcher/services'
import { readSettings, type Settings } from './launcher/settings'
import { StoppingError, Supervisor } from './launcher/supervisor'
import { Watchdog } from './launcher/watchdog'
import { applyMigrations, describeUnknown } from './migrations'

// npm start, npm run dev: the whole of Rollcall on this machine. The order is the order of need: database, migrations,
// demo, background, executor, app; they are stopped the other way round.

/**
 * Within this time two signals count as one: npm passes on a Ctrl-C that the terminal has sent to everybody already.
 */
const SAME_SIGNAL_MS = 700
const PARENT_POLL_MS = 1000

let supervisor: Supervisor | undefined
let lock: InstallationLock | undefined
const watchdog = new Watchdog()
let stoppingSinceMs: number | undefined
/** The file by which this instance is found while it runs: for psql, `npm run admin` and the tests. */
let runningFile: string | undefined

async function main(): Promise<void> {
  const settings = readSettings(process.env, process.argv.slice(2))
  const { dataDir, port, host } = settings
  await mkdir(dataDir, { recursive: true })
  // The user of Postgres passes through it to the data; what is secret in it has a mode of its own.
  await chmod(dataDir, 0o711)

  lock = await InstallationLock.take(dataDir)
  await rm(join(dataDir, 'running.json'), { force: true })
  const portTrouble = await findPortTrouble(port, host)
  if (portTrouble) throw new Error(portTrouble)

  watchdog.start()
  const supervising = new Supervisor({
    lock,
    watchdog,
    logDir: join(dataDir, 'logs'),
    onLine: (name, line) => {
      if (showsOutput(settings, name)) console.log(line)
    },
    say: (message) => console.log(message),
    onGiveUp: (reason) => void stop(1, reason),
  })
  supervisor = supervising

  await build(settings, supervising)
  const secrets = await loadSecrets(dataDir)
  const databaseUrl = settings.databaseUrl ?? (await startDatabase(settings, secrets, supervising))
  const { applied, unknown } = await applyMigrations(databaseUrl).catch((error: Error) => {
    const name = settings.databaseUrl ? 'The database of DATABASE_URL' : 'The database'
    // A refused connection has an empty message, and its reasons inside.
    throw new Error(`${name} could not be migrated: ${error.message || String(error)}`, { cause: error })
  })
  if (applied.length > 0) console.log(`Migrated the database (${applied.join(', ')}).`)
  if (unknown.length > 0) console.warn(describeUnknown(unknown))

  const executorPort = settings.embeddedExecutor ? await findFreePort() : null
  const env = childEnvironment(settings, secrets, databaseUrl, executorPort)
  const isFirstStart = existsSync(firstStartMarker(dataDir))
  const demo = settings.databaseUrl ? null : await provideDemo(settings, env, supervising)

  const backgroundUrl =
    executorPort === null ? settings.localUrl : await startBackground(settings, executorPort, env, supervising)
  await supervising.start(appService(settings.root, settings.mode, { host, port }, settings.localUrl, env))
  runningFile = join(dataDir, 'running.json')
  await writePrivateJson(runningFile, { pid: process.pid, url: settings.localUrl, backgroundUrl, databaseUrl })
  announce(settings, demo, isFirstStart)
}

async function build({ root, mode, appUrl }: Settings, supervising: Supervisor): Promise<void> {
  if (mode === 'dev') return
  if (await isBuilt(root, await hashBuildInputs(root))) return
  console.log('Building. This takes a minute, and is done again only when something has changed.')
  const command = tsxCommand(root, { ...process.env, APP_URL: appUrl }, 'scripts/build.ts')
  await supervising.runTask('build', 'The build', command)
}

/** @returns the address of the app's database */
async function startDatabase({ dataDir }: Settings, secrets: Secrets, supervising: Supervisor): Promise<string> {
  const { databasePassword: password } = secrets
  const home = await findPostgresHome(dataDir)
  const unfinished = firstStartMarker(dataDir)
  if (!existsSync(home.data)) await writeFile(unfinished, '')
  if (await createCluster(home, password)) console.log(`Created a database in ${home.data}.`)
  const port = await findFreePort()
  await supervising.start(postgresService(home, port, password))
  // A first start that was interrupted leaves half a demo; nobody can have worked with it yet.
  if (existsSync(unfinished)) await recreateDatabase(port, password, 'rollcall')
  return serverUrl(port, password, 'rollcall')
}

/** @returns null when the keys of the demo are lost, because somebody has deleted demo.json */
async function provideDemo(settings: Settings, env: NodeJS.ProcessEnv, supervising: Supervisor): Promise<Demo | null> {
  const { root, dataDir, appUrl } = settings
  const unfinished = firstStartMarker(dataDir)
  if (!existsSync(unfinished)) return readDemo(dataDir, appUrl)
  const seed = tsxCommand(root, env, 'prisma/seed.ts')
  const output = await supervising.runTask('seed', 'Seeding the demo', seed, { secret: true })
  const demo = await storeDemo(dataDir, appUrl, output)
  await rm(unfinished)
  return demo
}

/**
 * Starts the executor, and the process in which it runs the functions. In development that is the app itself: Next would
 * compile everything twice.
 *
 * @returns where that process answers
 */
async function startBackground(
  { root, mode, localUrl, backgroundPort }: Settings,
  executorPort: number,
  env: NodeJS.ProcessEnv,
  supervising: Supervisor,
): Promise<string> {
  const port = mode === 'dev' ? null : (backgroundPort ?? (await findFreePort()))
  const url = port === null ? localUrl : `http://127.0.0.1:${port}`
  // The executor ends first, and gives back what it has under way.
  if (port !== null) await supervising.start(backgroundService(root, port, env))
  await supervising.start(executorService(root, executorPort, url, env))
  return url
}

/** Returns the path of a file that exists from before the database is made until the demo's keys are stored. */
function firstStartMarker(dataDir: string): string {
  return join(dataDir, 'first-start-unfinished')
}

function childEnvironment(
  settings: Settings,
  secrets: Secrets,
  databaseUrl: string,
  executorPort: number | null,
): NodeJS.ProcessEnv {
  const { mode, port, host, appUrl } = settings
  // The Inngest SDK copies the environment in every call, and npm adds some forty variables: a sixth of a call's time.
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('npm_'))
  return {
    ...(Object.fromEntries(inherited) as NodeJS.ProcessEnv),
    NODE_ENV: mode === 'dev' ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    PORT: String(port),
    HOSTNAME: host,
    APP_URL: appUrl,
    BETTER_AUTH_SECRET: process.env.BETTER_AUTH_SECRET || secrets.betterAuthSecret,
    CREDENTIALS_KEY: process.env.CREDENTIALS_KEY || secrets.credentialsKey,
    LOG_LEVEL: process.env.LOG_LEVEL || 'info',
    // Nobody expects real calls of the database that comes along; one that is configured may be a real one.
    ...(settings.databaseUrl === null && { ALLOW_SIMULATED_DIALER: '1' }),
    // The executor speaks to the app like a server in the cloud: signed both ways.
    ...(executorPort !== null && {
      INNGEST_BASE_URL: `http://127.0.0.1:${executorPort}`,
      INNGEST_EVENT_KEY: secrets.inngestEventKey,
      INNGEST_SIGNING_KEY: secrets.inngestSigningKey,
      INNGEST_ENABLE_UNAUTHED_SYNC: '0',
    }),
  }
}

/**
 * Tells whether the output of a child is shown. Only that of what is ours is: in development mode always,
 * otherwise when it does not go to a terminal. In a terminal the address should stay in sight; a container or a service
 * manager collects what is printed.
 */
function showsOutput({ mode }: Settings, name: string): boolean {
  return ['app', 'background', 'executor'].includes(name) && (mode === 'dev' || !process.stdout.isTTY)
}

/**
 * Prints where Rollcall is and how to begin. Passwords and keys are printed at the first start only: what is printed is
 * collected by service managers, and others scroll back to it.
 */
function announce(settings: Settings, demo: Demo | null, isFirstStart: boolean): void {
  const logs = relative(process.cwd(), join(settings.dataDir, 'logs'))
  const lines = ['', `Rollcall is at ${settings.appUrl}`, '']
  if (demo && !isFirstStart) {
    const file = relative(process.cwd(), demoFile(settings.dataDir))
    lines.push(`  operator   ${demo.operator.email}`, `  password   in ${file}, with the API key and the agents`)
  } else if (demo) {
    lines.push(
      `  operator   ${demo.operator.email}`,
      `  password   ${demo.operator.password}`,
      `  API key    ${demo.organizations.acme.apiKey}`,
      '',
      'Enroll a contact:',
      '',
      curlLine(demo),
    )
  } else {
    lines.push('Organizations, operators and API keys are made with `npm run admin -- create-organization`.')
  }
  console.log([...lines, '', `Ctrl-C stops everything. Logs are in ${logs}.`, ''].join('\n'))
}

async function stop(exitCode: number, reason?: string): Promise<void> {
  if (stoppingSinceMs !== undefined) return
  stoppingSinceMs = Date.now()
  if (reason) console.error(reason)
  try {
    if (runningFile) await rm(runningFile, { force: true })
    await supervisor?.stop()
    await lock?.release()
  } catch (error) {
    console.error(error)
    exitCode = 1
  }
  watchdog.stop()
  process.exit(exitCode)
}

function handleSignal(): void {
  if (stoppingSinceMs === undefined) {
    console.log('\nStopping.')
    void stop(0)
  } else if (Date.now() - stoppingSinceMs > SAME_SIGNAL_MS) {
    console.log('Ending everything at once.')
    supervisor?.kill()
    // The lock stays: it names what may still be ending, for the next start to wait for.
    process.exit(130)
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, handleSignal)

// A fault of the launcher itself: in good order is better than by the watchdog.
process.on('uncaughtException', (error) => void stop(1, `The launcher failed: ${error.stack}`))

// Whoever read what is printed may be gone, as in `npm start | head`. That is no reason to end.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

// Under npm, an npm that was killed cannot pass the end on; nobody would know what still serves the port.
const parent = process.ppid
if (process.env.npm_lifecycle_event) {
  setInterval(() => {
    if (process.ppid !== parent) void stop(0)
  }, PARENT_POLL_MS).unref()
}

main().catch((error: unknown) => {
  if (supervisor?.stopping || error instanceof StoppingError) return
  void stop(1, error instanceof Error ? error.message : String(error))
})
