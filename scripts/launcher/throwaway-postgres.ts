import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  answersQueries,
  createCluster,
  endLeftovers,
  serverCommand,
  serverUrl,
  signalServer,
} from './embedded-postgres'
import { findFreePort } from './ports'
import { findPostgresHome } from './postgres-home'

const READY_WITHIN_MS = 60_000

export type ThrowawayPostgres = {
  url: string
  /** `kill -9` of the server, as a crash of its machine would be. */
  kill(): Promise<void>
  /** Starts it again after a kill, with the data that it had; resolves as soon as it answers queries. */
  restart(): Promise<void>
  /** It takes connections and answers nobody, until it is thawed. */
  freeze(): Promise<void>
  thaw(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts an embedded server for a test run: fast, not durable, and gone with all its data after `stop`.
 *
 * @param settings of postgresql.conf
 */
export async function startThrowawayPostgres(settings: Record<string, string> = {}): Promise<ThrowawayPostgres> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-test-'))
  await chmod(folder, 0o711)
  const home = await findPostgresHome(folder)
  const password = 'test'
  await createCluster(home, password)
  const port = await findFreePort()
  const { command, args, env, cwd, user } = serverCommand(home, port, {
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    ...settings,
  })
  let log = ''
  const launch = () => {
    const child = spawn(command, args, { env, cwd, ...user, stdio: ['ignore', 'ignore', 'pipe'] })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      log = `${log}${text}`.slice(-4000)
    })
    return { child, gone: new Promise<void>((resolve) => child.once('exit', () => resolve())) }
  }
  let server = launch()
  const endWithUs = () => server.child.kill('SIGQUIT')
  process.once('exit', endWithUs)

  const stop = async () => {
    process.off('exit', endWithUs)
    server.child.kill('SIGINT')
    await server.gone
    await rm(folder, { recursive: true, force: true })
  }
  const url = serverUrl(port, password, 'postgres')
  const becomeReady = async () => {
    const started = Date.now()
    while (!(await answersQueries(url))) {
      if (server.child.exitCode !== null || Date.now() - started > READY_WITHIN_MS) {
        await stop()
        throw new Error(`The embedded Postgres for the tests did not start.\n${log}`)
      }
      await sleep(50)
    }
  }
  await becomeReady()
  return {
    url,
    stop,
    kill: async () => {
      server.child.kill('SIGKILL')
      await server.gone
    },
    restart: async () => {
      await endLeftovers(home)
      server = launch()
      await becomeReady()
    },
    freeze: () => signalServer(home, 'SIGSTOP'),
    thaw: () => signalServer(home, 'SIGCONT'),
  }
}
