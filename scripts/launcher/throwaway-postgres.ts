import { spawn } from 'node:child_process'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { answersQueries, createCluster, serverCommand, serverUrl } from './embedded-postgres'
import { findFreePort } from './ports'
import { findPostgresHome } from './postgres-home'

const READY_WITHIN_MS = 60_000

export type ThrowawayPostgres = { url: string; stop(): Promise<void> }

/** Starts an embedded server for a test run: fast, not durable, and gone with all its data after `stop`. */
export async function startThrowawayPostgres(): Promise<ThrowawayPostgres> {
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
  })
  const child = spawn(command, args, { env, cwd, ...user, stdio: ['ignore', 'ignore', 'pipe'] })
  let log = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = `${log}${text}`.slice(-4000)
  })
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const endWithUs = () => child.kill('SIGQUIT')
  process.once('exit', endWithUs)

  const stop = async () => {
    process.off('exit', endWithUs)
    child.kill('SIGINT')
    await gone
    await rm(folder, { recursive: true, force: true })
  }
  const url = serverUrl(port, password, 'postgres')
  const started = Date.now()
  while (!(await answersQueries(url))) {
    if (child.exitCode !== null || Date.now() - started > READY_WITHIN_MS) {
      await stop()
      throw new Error(`The embedded Postgres for the tests did not start.\n${log}`)
    }
    await sleep(50)
  }
  return { url, stop }
}
