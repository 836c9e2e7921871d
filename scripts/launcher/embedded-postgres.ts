import { existsSync } from 'node:fs'
import { chmod, chown, mkdtemp, readdir, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { makePrivateFolder, type PostgresHome } from './postgres-home'
import { runCommand } from './run-command'

const superuser = 'rollcall'

/** Enough for an app, an executor, their tests and a look with `psql`. */
const CONNECTIONS_MAX = 200

/**
 * Creates the cluster if there is none yet. An `initdb` that was interrupted leaves nothing that looks like a cluster.
 *
 * @returns true when the cluster is new
 */
export async function createCluster(home: PostgresHome, password: string): Promise<boolean> {
  if (existsSync(join(home.data, 'PG_VERSION'))) return false

  // A name of its own: an interrupted `initdb` may still be writing to the last one.
  await removeUnfinished(home.data)
  const unfinished = `${home.data}.unfinished-${process.pid}`
  await makePrivateFolder(unfinished, home.user)
  const passwordFolder = await mkdtemp(join(tmpdir(), 'rollcall-'))
  const passwordFile = join(passwordFolder, 'password')
  try {
    await writeFile(passwordFile, password, { mode: 0o600 })
    if (home.user) await chown(passwordFile, home.user.uid, home.user.gid)
    await chmod(passwordFolder, 0o711)
    const initdb = await runCommand(
      join(home.bin, 'initdb'),
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same order of text on every machine: the system's own locales differ between Linux and macOS.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
      ],
      { cwd: dirname(home.data), env: postgresEnv(), ...home.user },
    )
    if (initdb.code !== 0) throw new Error(`initdb failed.\n${initdb.stdout}${initdb.stderr}`)
  } finally {
    await rm(passwordFolder, { recursive: true, force: true })
  }
  await rename(unfinished, home.data)
  return true
}

async function removeUnfinished(data: string): Promise<void> {
  for (const name of await readdir(dirname(data))) {
    if (!name.startsWith(`${basename(data)}.unfinished-`)) continue
    await rm(join(dirname(data), name), { recursive: true, force: true, maxRetries: 3 }).catch(() => {})
  }
}

/**
 * Returns the command that runs a server of this cluster. The server listens on 127.0.0.1 only, and needs a password
 * for everything.
 */
export function serverCommand(home: PostgresHome, port: number, settings: Record<string, string> = {}) {
  const all: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: String(CONNECTIONS_MAX),
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    ...settings,
  }
  return {
    command: join(home.bin, 'postgres'),
    args: ['-D', home.data, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])],
    env: postgresEnv(),
    cwd: dirname(home.data),
    user: home.user,
  }
}

/** Returns the address of a database on an embedded server. */
export function serverUrl(port: number, password: string, database: string): string {
  return `postgresql://${superuser}:${encodeURIComponent(password)}@127.0.0.1:${port}/${database}`
}

/**
 * Tells whether the server answers queries. During recovery it accepts connections, but refuses queries.
 *
 * @throws Error when the server has another password
 */
export async function answersQueries(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch (error) {
    // 28P01: the server is up and has another password. Waiting will not help.
    if ((error as { code?: string }).code === '28P01') throw wrongPasswordError(error)
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

function wrongPasswordError(cause: unknown): Error {
  return new Error('The embedded Postgres does not accept the password of secrets.json. Was that file replaced?', {
    cause,
  })
}

/** Creates the database, in place of one that is there. */
export async function recreateDatabase(port: number, password: string, database: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl(port, password, 'postgres') })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(database)} WITH (FORCE)`)
    await client.query(`CREATE DATABASE ${pg.escapeIdentifier(database)}`)
  } finally {
    await client.end()
  }
}

const GRACE_OF_ORPHANS_MS = 1000
const WAIT_FOR_ORPHANS_MS = 30_000

/**
 * Ends what is left of a server that died: backends whose postmaster was killed hold its shared memory, and a new
 * server refuses to start beside them. Also ends a whole server that outlived its launcher. The caller must know that
 * no launcher of this data directory is alive.
 *
 * @throws Error when processes are left after 30 seconds
 */
export async function endLeftovers(home: PostgresHome): Promise<void> {
  const started = Date.now()
  let pids = await findServerProcesses(home)
  const postmaster = await readPostmasterPid(home.data)
  if (postmaster !== null && pids.includes(postmaster)) signal([postmaster], 'SIGINT')

  // Orphans notice the death of their postmaster by themselves, unless they are in the middle of a query.
  while (pids.length > 0) {
    const waited = Date.now() - started
    if (waited > WAIT_FOR_ORPHANS_MS) {
      throw new Error(`Processes of an earlier Postgres do not end: ${pids.join(', ')}. End them, then start again.`)
    }
    if (waited > 3 * GRACE_OF_ORPHANS_MS) signal(pids, 'SIGKILL')
    else if (waited > GRACE_OF_ORPHANS_MS) signal(pids, 'SIGQUIT')
    await sleep(50)
    pids = await findServerProcesses(home)
  }
  // Left behind by a crash. Its process id may belong to another program by now, which Postgres would take for a server.
  await rm(join(home.data, 'postmaster.pid'), { force: true })
}

/**
 * Freezes the server with all its processes: it takes connections and says nothing, as behind a network that has gone
 * or on a machine without memory. Or thaws it. For tests.
 */
export async function signalServer(home: PostgresHome, name: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const signalled = new Set<number>()
  for (;;) {
    // The postmaster may have started another one before it was frozen.
    const others = (await findServerProcesses(home)).filter((pid) => !signalled.has(pid))
    if (others.length === 0) return
    signal(others, name)
    for (const pid of others) signalled.add(pid)
  }
}

async function readPostmasterPid(data: string): Promise<number | null> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number.parseInt(text, 10)
  return Number.isInteger(pid) && pid > 1 ? pid : null
}

/**
 * Finds the processes of a server by their working folder: each works in the data directory, and no other program does.
 */
async function findServerProcesses(home: PostgresHome): Promise<number[]> {
  if (!existsSync(home.data)) return []
  if (process.platform === 'linux') {
    // As the server's own user: without special rights, not even root may look into another user's process.
    const script =
      'for p in /proc/[0-9]*; do if [ "$p/cwd" -ef "$1" ]; then read -r name < "$p/comm"; echo "$p $name"; fi; done'
    const { stdout } = await runCommand('/bin/sh', ['-c', script, 'sh', home.data], { cwd: '/', ...home.user })
    return [...stdout.matchAll(/^\/proc\/(\d+) postgres/gm)].map((match) => Number(match[1]))
  }
  const data = await realpath(home.data)
  const { stdout } = await runCommand('lsof', ['-a', '-d', 'cwd', '-c', 'postgres', '-Fpn'], { cwd: '/', ...home.user })
  return [...stdout.matchAll(/^p(\d+)\n(?:f.*\n)?n(.*)$/gm)]
    .filter((match) => match[2] === data)
    .map((match) => Number(match[1]))
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
    }
  }
}

/**
 * Returns an environment without PG* variables, which would change Postgres's defaults, and without the user's LC_*,
 * which would change the language of its messages.
 */
function postgresEnv(): NodeJS.ProcessEnv {
  const { PATH, HOME, TMPDIR, TZDIR, NODE_ENV } = process.env
  return { PATH, HOME, TMPDIR, TZDIR, NODE_ENV, LC_ALL: 'C' }
}
