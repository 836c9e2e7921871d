import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort, type Style, TEST_KEYS, until } from './test-app'
import { createTestDatabase } from './test-database'
import { startTestExecutor } from './test-executor'

/**
 * Whatever runs the functions of a test: the executor, or a real Inngest server, where `INNGEST_BIN` names its binary or
 * one runs at `INNGEST_SERVER` already.
 */
export type TestEngine = {
  url: string
  /** It refuses what is beyond the executor's scope. */
  isExecutor: boolean
  /** How much longer its waits for a retry are, in ms each: a real server's shortest is a second. */
  retryMs: number
  stop: () => Promise<void>
}

/**
 * Returns the styles that the engine can be tested with. A server that runs already has one style, and keeps its port
 * and its keys.
 */
export function testedStyles(): Style[] {
  const { INNGEST_SERVER, INNGEST_SIGNING_KEY } = process.env
  if (!INNGEST_SERVER) return ['cloud', 'dev']
  return [INNGEST_SIGNING_KEY ? 'cloud' : 'dev']
}

/** Returns the port on which the engine of a test listens, or is to listen. */
export async function enginePort(): Promise<number> {
  const { INNGEST_SERVER } = process.env
  return INNGEST_SERVER ? Number(new URL(INNGEST_SERVER).port) : freePort()
}

/** Returns the keys that the client signs with. */
export function testKeys(): typeof TEST_KEYS {
  const { INNGEST_SERVER, INNGEST_EVENT_KEY, INNGEST_SIGNING_KEY } = process.env
  if (!INNGEST_SERVER) return TEST_KEYS
  return { INNGEST_EVENT_KEY: INNGEST_EVENT_KEY ?? '', INNGEST_SIGNING_KEY: INNGEST_SIGNING_KEY ?? '' }
}

async function joinServer(url: string, { appUrl }: Options): Promise<TestEngine> {
  await until('the app is registered', async () => (await fetch(appUrl, { method: 'PUT' })).ok, 60_000)
  return { url, isExecutor: false, retryMs: 60_000, stop: async () => {} }
}

type Options = { style: Style; appUrl: string; port: number }

/**
 * Starts the engine for an app, and waits until the app is registered.
 *
 * @param binary of a real server; null: the executor
 */
export async function startTestEngine(
  options: Options,
  binary: string | null = process.env.INNGEST_BIN ?? null,
): Promise<TestEngine> {
  if (process.env.INNGEST_SERVER) return joinServer(process.env.INNGEST_SERVER, options)
  return binary ? startServer(binary, options) : startExecutor(options)
}

async function startExecutor({ style, appUrl, port }: Options): Promise<TestEngine> {
  const database = await createTestDatabase()
  const env = style === 'cloud' ? TEST_KEYS : {}
  const executor = await startTestExecutor({ databaseUrl: database.url, appUrl, port, env })
  await until('the app is in sync', async () => (await fetch(`${executor.url}/health`)).ok)
  return {
    url: executor.url,
    isExecutor: true,
    retryMs: 200,
    stop: async () => {
      const code = await executor.stop()
      await database.drop()
      if (code !== 0) throw new Error(`the executor ended with ${code}:\n${executor.log()}`)
    },
  }
}

async function startServer(binary: string, { style, appUrl, port }: Options): Promise<TestEngine> {
  const directory = await mkdtemp(join(tmpdir(), 'inngest-'))
  const common = ['-u', appUrl, '--port', String(port), '--retry-interval', '1']
  const keys = ['--event-key', TEST_KEYS.INNGEST_EVENT_KEY, '--signing-key', '0123456789abcdef']
  const args =
    style === 'dev' ? ['dev', '--no-discovery', ...common] : ['start', ...keys, '--sqlite-dir', directory, ...common]
  const child = spawn(binary, args, { cwd: directory, stdio: ['ignore', 'pipe', 'pipe'] })
  let log = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      log += chunk.toString()
    })
  }
  const url = `http://127.0.0.1:${port}`
  const isUp = () =>
    fetch(`${url}/health`).then(
      (response) => response.ok,
      () => false,
    )
  await until('the server is up', async () => child.exitCode !== null || (await isUp()), 60_000)
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}:\n${log}`)
  // The app registers itself, which tells at once whether the server has accepted its functions.
  await until('the app is registered', async () => (await fetch(appUrl, { method: 'PUT' })).ok, 60_000)
  return {
    url,
    isExecutor: false,
    retryMs: 60_000,
    stop: async () => {
      child.kill('SIGTERM')
      await once(child, 'exit')
      await rm(directory, { recursive: true, force: true })
    },
  }
}
